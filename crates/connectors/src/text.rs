//! Foreign texts, made safe to show.

/// The beginning of a foreign text, on one line.
pub(crate) fn clip(text: &str, most: usize) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A Message-ID without its angle brackets; `None` when it holds anything that cannot be meant.
pub(crate) fn bare_message_id(message_id: &str) -> Option<&str> {
    let bare = message_id
        .trim()
        .trim_start_matches('<')
        .trim_end_matches('>');
    let plain = |b: u8| b.is_ascii_graphic() && !b"\"\\<>".contains(&b);
    (!bare.is_empty() && bare.bytes().all(plain)).then_some(bare)
}
