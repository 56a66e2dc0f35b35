//! What sellers do by plan: tasks, calls, campaigns.

pub mod calls;
mod campaign_mail;
pub mod campaigns;
mod course;
pub mod launch;
pub mod members;
pub(crate) mod reminder;
pub mod steps;
pub mod tasks;
pub mod tick;

/// One line of text as a person wrote it, at most `limit` characters.
fn line(field: &str, text: &str, limit: usize) -> Result<String, liaison_domain::Refusal> {
    use liaison_domain::Refusal;

    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err(Refusal::BadForm);
    }
    if text.chars().count() > limit {
        return Err(Refusal::TooLong {
            field: field.to_owned(),
            limit: limit.to_string(),
        });
    }
    Ok(text.to_owned())
}
