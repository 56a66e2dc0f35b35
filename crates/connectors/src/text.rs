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
