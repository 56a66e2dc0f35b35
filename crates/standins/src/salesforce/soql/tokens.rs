//! Cuts a query into words, texts, numbers and signs.

use super::super::refusal::Refusal;

/// A piece of the query.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// Name, keyword, number, date or date literal: anything written without quotes.
    Word(String),
    /// Quoted text; `\_` and `\%` keep their backslash for `LIKE`.
    Text(String),
    /// `= != < <= > >= <> ( ) ,`
    Sign(&'static str),
}

impl Token {
    /// How an error message shows it.
    pub fn shown(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Text(text) => format!("'{text}'"),
            Self::Sign(sign) => (*sign).to_owned(),
        }
    }
}

/// A syntax error as the API words it.
pub fn malformed(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "MALFORMED_QUERY", message)
}

/// Tokens with the byte offset each begins at.
pub fn tokens(query: &str) -> Result<Vec<(Token, usize)>, Refusal> {
    const SIGNS: [&str; 10] = ["!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ","];
    let mut found = Vec::new();
    let mut rest = query;
    loop {
        rest = rest.trim_start();
        let at = query.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            return Ok(found);
        };
        if first == '\'' {
            let (text, length) = quoted(rest)?;
            found.push((Token::Text(text), at));
            rest = &rest[length..];
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            found.push((Token::Sign(if *sign == "<>" { "!=" } else { sign }), at));
            rest = &rest[sign.len()..];
        } else {
            let word = |letter: char| letter.is_alphanumeric() || "_.:+-%".contains(letter);
            let length = rest.find(|letter| !word(letter)).unwrap_or(rest.len());
            if length == 0 {
                return Err(malformed(format!("unexpected token: '{first}'")));
            }
            found.push((Token::Word(rest[..length].to_owned()), at));
            rest = &rest[length..];
        }
    }
}

/// The text behind an opening quote and how many bytes it took, quotes included.
fn quoted(rest: &str) -> Result<(String, usize), Refusal> {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\'' => return Ok((text, at + 1)),
            '\\' => match letters.next().map(|(_, escaped)| escaped) {
                Some('n' | 'N') => text.push('\n'),
                Some('r' | 'R') => text.push('\r'),
                Some('t' | 'T') => text.push('\t'),
                Some('b' | 'B') => text.push('\u{8}'),
                Some('f' | 'F') => text.push('\u{c}'),
                Some(escaped @ ('\'' | '"')) => text.push(escaped),
                // Kept escaped: LIKE must still tell `\_` from `_`.
                Some(escaped @ ('_' | '%' | '\\')) => text.extend(['\\', escaped]),
                _ => {
                    return Err(Refusal::new(
                        400,
                        "MALFORMED_QUERY",
                        "Invalid string literal: illegal escape sequence",
                    ));
                }
            },
            other => text.push(other),
        }
    }
    Err(malformed(
        "Bind variables only allowed in Apex code: unterminated string",
    ))
}

/// The meaning of a text outside `LIKE`.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            plain.extend(letters.next());
        } else {
            plain.push(letter);
        }
    }
    plain
}
