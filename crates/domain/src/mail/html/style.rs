//! The `style` attribute: a short list of properties that change how words look, with values that
//! can do nothing else.

/// How words look, how tables and pictures are measured. Nothing that moves a thing out of its place,
/// hides it, or fetches something.
const PROPERTIES: [&str; 27] = [
    "background",
    "background-color",
    "border-collapse",
    "border-color",
    "border-radius",
    "border-spacing",
    "border-style",
    "border-width",
    "color",
    "direction",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "max-width",
    "min-width",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-decoration-color",
    "text-decoration-line",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
];
/// These and what begins with one of them and a hyphen.
const FAMILIES: [&str; 4] = ["border", "font", "margin", "padding"];
/// The only functions: colours.
const FUNCTIONS: [&str; 4] = ["rgb", "rgba", "hsl", "hsla"];
const LONGEST_VALUE: usize = 200;

/// What stays of a `style` attribute; empty when nothing does. `removed` hears each name that goes.
pub(super) fn clean(style: &str, mut removed: impl FnMut(&str)) -> String {
    let style = without_comments(style);
    let mut kept = Vec::new();
    for declaration in declarations(&style) {
        let declaration = declaration.trim();
        if declaration.is_empty() {
            continue;
        }
        let (name, value) = declaration.split_once(':').unwrap_or((declaration, ""));
        let name = name.trim().to_ascii_lowercase();
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_allowed(&name) && is_harmless(&name, &value) {
            kept.push(format!("{name}: {value}"));
        } else {
            removed(name.split_whitespace().next().unwrap_or_default());
        }
    }
    kept.join("; ")
}

fn without_comments(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Cuts at semicolons outside of quotes and brackets.
fn declarations(style: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut from, mut depth, mut quote) = (0, 0_u32, None);
    for (at, c) in style.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '{' | '[') => depth += 1,
            (None, ')' | '}' | ']') => depth = depth.saturating_sub(1),
            (None, ';') if depth == 0 => {
                found.push(&style[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&style[from..]);
    found
}

fn is_allowed(name: &str) -> bool {
    let of_family = |family: &&str| {
        name.strip_prefix(*family)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    PROPERTIES.contains(&name)
        || (FAMILIES.iter().any(of_family)
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            && !name.contains("image"))
}

/// No backslash (it hides names), no `url(` or other function that fetches, no markup, balanced
/// quotes and brackets; and nothing negative, which would lie over something else.
fn is_harmless(name: &str, value: &str) -> bool {
    let allowed = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '#' | '%' | '.' | ',' | '-' | '+' | '(' | ')' | '\'' | '"' | '!' | '/' | '_'
            )
    };
    let moves = ["margin", "padding", "text-indent"]
        .iter()
        .any(|p| name.starts_with(p));
    !value.is_empty()
        && value.len() <= LONGEST_VALUE
        && value.chars().all(allowed)
        && !(moves && value.contains('-'))
        && functions_are_colours(value)
        && value.matches('"').count().is_multiple_of(2)
        && value.matches('\'').count().is_multiple_of(2)
}

fn functions_are_colours(value: &str) -> bool {
    let mut pieces = value.split('(');
    let mut before = pieces.next().unwrap_or_default();
    if before.contains(')') {
        return false;
    }
    for piece in pieces {
        let name = before
            .rsplit([' ', ',', ')', '/'])
            .next()
            .unwrap_or_default();
        let known = FUNCTIONS.iter().any(|f| f.eq_ignore_ascii_case(name));
        if !known || piece.matches(')').count() != 1 {
            return false;
        }
        before = piece;
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    fn clean(style: &str) -> (String, Vec<String>) {
        let mut removed = Vec::new();
        let kept = super::clean(style, |name| removed.push(name.to_owned()));
        (kept, removed)
    }

    #[test]
    fn how_words_look_stays() {
        for kept in [
            "color: red; background-color: rgb(1, 2, 3)",
            "font-family: \"Segoe UI\", Åsa, sans-serif; font-size: 12.5pt",
            "border: 1px solid #ccc; width: 100%; padding: 0 4px; margin: 0 auto",
            "font: italic bold 12px/30px Georgia, serif",
        ] {
            assert_eq!(clean(kept), (kept.to_owned(), vec![]));
        }
        assert_eq!(clean(" COLOR :  red ;;").0, "color: red");
    }

    #[test]
    fn what_fetches_moves_or_hides_goes() {
        for (style, name) in [
            ("position: fixed", "position"),
            ("behavior: url(x.htc)", "behavior"),
            ("background: url(https://spy.example/)", "background"),
            ("background: u\\72l(x)", "background"),
            ("background-color: image-set('x')", "background-color"),
            ("border-image: linear-gradient(red,blue)", "border-image"),
            ("width: expression(alert(1))", "width"),
            ("width: exp/**/ression(alert(1))", "width"),
            ("@import 'x'", "@import"),
            ("-moz-binding: x", "-moz-binding"),
            ("margin-left: -999px", "margin-left"),
            ("display: none", "display"),
            ("--x: red", "--x"),
            ("color: red}body{x", "color"),
            ("font-family: 'a", "font-family"),
        ] {
            assert_eq!(
                clean(style),
                (String::new(), vec![name.to_owned()]),
                "{style}"
            );
        }
        assert_eq!(
            clean("color: red; font-family: 'a;b'; top: 0; height: 1px").0,
            "color: red; height: 1px"
        );
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(style in "\\PC{0,60}|((color|width|font|background|position)[ :]{1,2}(red|1px|url\\(x\\)|'a;|rgb\\(1,2\\)|/\\*|\\*/|\\\\)[;]?){0,6}") {
            let (once, _) = clean(&style);
            let lower = once.to_lowercase();
            prop_assert!(!lower.contains("url(") && !lower.contains("expression") && !lower.contains('\\'));
            prop_assert_eq!(clean(&once), (once.clone(), vec![]));
        }
    }
}
