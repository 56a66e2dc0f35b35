/// A pattern that finds the text anywhere, whatever it holds; for `lower(…) like $1 escape '\'`.
pub(crate) fn like(text: &str) -> String {
    let escaped = text
        .to_lowercase()
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}
