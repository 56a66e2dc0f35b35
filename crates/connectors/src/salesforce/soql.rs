//! Building queries.

/// A SOQL string literal, quotes included.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        match c {
            '\'' | '\\' | '"' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

/// A SOQL literal for `LIKE` that finds texts containing `text`; `%` and `_` in it stand for
/// themselves.
#[must_use]
pub fn quote_contains(text: &str) -> String {
    let literal = quote(text);
    let inner = &literal[1..literal.len() - 1];
    let inner = inner.replace('%', "\\%").replace('_', "\\_");
    format!("'%{inner}%'")
}

/// A parenthesised list for `IN`. Empty lists are no SOQL: the caller must not ask then.
#[must_use]
pub fn quote_list<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    let quoted: Vec<_> = texts.into_iter().map(|t| quote(t.as_ref())).collect();
    format!("({})", quoted.join(","))
}

/// Whether `name` can be an object or field name, dotted parents included.
#[must_use]
pub fn is_name(name: &str) -> bool {
    name.split('.').all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads a literal the way Salesforce does; `None` when it ends early or never.
    fn read(literal: &str) -> Option<String> {
        let mut rest = literal.strip_prefix('\'')?.chars();
        let mut text = String::new();
        loop {
            match rest.next()? {
                '\'' => return rest.next().is_none().then_some(text),
                '\\' => text.push(match rest.next()? {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    c @ ('\'' | '"' | '\\' | '%' | '_') => c,
                    _ => return None,
                }),
                c => text.push(c),
            }
        }
    }

    proptest! {
        #[test]
        fn a_literal_reads_back_as_the_text(text in ".*|[\\\\'\"\n\r\t%_ a]{0,20}") {
            prop_assert_eq!(read(&quote(&text)), Some(text.clone()));
            prop_assert_eq!(read(&quote_contains(&text)), Some(format!("%{text}%")));
        }

        #[test]
        fn names_hold_nothing_special(name in ".*|[a-zA-Z_.' ]{0,12}") {
            if is_name(&name) {
                prop_assert!(!name.contains(['\'', ' ', '/', '?', '\\']));
            }
        }
    }

    #[test]
    fn lists_and_names() {
        assert_eq!(quote_list(["a", "b'c"]), r"('a','b\'c')");
        assert!(is_name("Owner.Email") && is_name("SA_Ext__c"));
        assert!(!is_name("") && !is_name(".") && !is_name("1x") && !is_name("a..b"));
    }
}
