//! Cuts an IMAP command into arguments.

/// One argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Anything unquoted; brackets belong to it, as in `BODY[HEADER.FIELDS (TO)]<0.10>`.
    Atom(String),
    /// Quoted text or literal.
    Text(Vec<u8>),
    List(Vec<Arg>),
}

impl Arg {
    /// Atom or text as text.
    pub fn text(&self) -> String {
        match self {
            Self::Atom(text) => text.clone(),
            Self::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Self::List(_) => String::new(),
        }
    }

    /// Upper-case atom or text.
    pub fn word(&self) -> String {
        self.text().to_uppercase()
    }

    /// The members of a list; itself alone if it is none.
    pub fn members(&self) -> Vec<Arg> {
        match self {
            Self::List(members) => members.clone(),
            other => vec![other.clone()],
        }
    }
}

const DEEPEST: usize = 20;

/// Length of the literal this line ends with, and whether the client waits to be asked for it.
pub fn literal(line: &[u8]) -> Option<(usize, bool)> {
    let inner = line.strip_suffix(b"}")?;
    let open = inner.iter().rposition(|byte| *byte == b'{')?;
    let text = std::str::from_utf8(&inner[open + 1..]).ok()?;
    let (digits, waits) = match text.strip_suffix(['+', '-']) {
        Some(digits) => (digits, false),
        None => (text, true),
    };
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| Some((digits.parse().ok()?, waits)))?
}

/// All arguments of a command whose literals stand in it as `{n}` CR LF bytes; `None` if it is malformed.
pub fn arguments(bytes: &[u8]) -> Option<Vec<Arg>> {
    let mut at = 0;
    let args = list(bytes, &mut at, 0)?;
    (at == bytes.len()).then_some(args)
}

fn list(bytes: &[u8], at: &mut usize, depth: usize) -> Option<Vec<Arg>> {
    let mut args = Vec::new();
    while let Some(byte) = bytes.get(*at) {
        match byte {
            b' ' => *at += 1,
            b')' => return (depth > 0).then_some(args),
            b'(' => {
                if depth >= DEEPEST {
                    return None;
                }
                *at += 1;
                let inner = list(bytes, at, depth + 1)?;
                if bytes.get(*at) != Some(&b')') {
                    return None;
                }
                *at += 1;
                args.push(Arg::List(inner));
            }
            b'"' => args.push(quoted(bytes, at)?),
            b'{' => args.push(counted(bytes, at)?),
            _ => args.push(atom(bytes, at)),
        }
    }
    Some(args)
}

fn quoted(bytes: &[u8], at: &mut usize) -> Option<Arg> {
    let mut text = Vec::new();
    *at += 1;
    loop {
        match bytes.get(*at)? {
            b'"' => {
                *at += 1;
                return Some(Arg::Text(text));
            }
            b'\\' => {
                text.push(*bytes.get(*at + 1)?);
                *at += 2;
            }
            byte => {
                text.push(*byte);
                *at += 1;
            }
        }
    }
}

fn counted(bytes: &[u8], at: &mut usize) -> Option<Arg> {
    let end = *at + bytes[*at..].iter().position(|byte| *byte == b'}')?;
    let (length, _) = literal(&bytes[*at..=end])?;
    let start = end + 3;
    let text = bytes.get(start..start.checked_add(length)?)?;
    *at = start + length;
    Some(Arg::Text(text.to_vec()))
}

fn atom(bytes: &[u8], at: &mut usize) -> Arg {
    let start = *at;
    let mut inside = false;
    while let Some(byte) = bytes.get(*at) {
        match byte {
            b'[' => inside = true,
            b']' => inside = false,
            b' ' | b'(' | b')' if !inside => break,
            _ => {}
        }
        *at += 1;
    }
    Arg::Atom(String::from_utf8_lossy(&bytes[start..*at]).into_owned())
}

/// Whether a number is in a set such as `1:3,7,9:*`, where `*` is `last`.
pub fn in_set(set: &str, number: u32, last: u32) -> bool {
    let value = |text: &str| {
        if text == "*" {
            Some(last)
        } else {
            text.parse::<u32>().ok()
        }
    };
    set.split(',').any(|range| match range.split_once(':') {
        Some((one, two)) => match (value(one), value(two)) {
            (Some(one), Some(two)) => (one.min(two)..=one.max(two)).contains(&number),
            _ => false,
        },
        None => value(range) == Some(number),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_literals_are_single_arguments() {
        let args =
            arguments(b"1:* (UID BODY.PEEK[HEADER.FIELDS (TO CC)]<0.5>) {3}\r\na b \"x\\\"y\"")
                .unwrap();
        assert_eq!(args[1].members().len(), 2);
        assert_eq!(
            args[1].members()[1].text(),
            "BODY.PEEK[HEADER.FIELDS (TO CC)]<0.5>"
        );
        assert_eq!(args[2], Arg::Text(b"a b".to_vec()));
        assert_eq!(args[3], Arg::Text(b"x\"y".to_vec()));
        assert_eq!(arguments(b"(a"), None);
        assert_eq!(literal(b"x {12+}"), Some((12, false)));
    }

    #[test]
    fn sets_may_run_backwards_and_to_the_end() {
        assert!(
            in_set("5:*", 9, 9)
                && in_set("*:5", 7, 9)
                && in_set("1,3", 3, 9)
                && !in_set("1,3", 2, 9)
        );
        assert!(
            in_set("20:*", 9, 9),
            "the last message is in every open range"
        );
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), text in "[a(){}\\[\\]<>0-9+\"\\\\ \r\n]{0,60}") {
            for bytes in [bytes.as_slice(), text.as_bytes()] {
                let _ = (arguments(bytes), literal(bytes));
            }
            let _ = in_set(&text, 1, 2);
        }
    }
}
