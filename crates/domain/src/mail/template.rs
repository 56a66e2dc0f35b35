//! Templates to write e-mails from (actions 8.1, 8.2).

use jiff::Timestamp;

use crate::Refusal;
use crate::id::{CategoryId, TemplateId, UserId};

/// So many categories somebody may pin above the templates (actions 1.3).
pub const MOST_PINNED: usize = 5;
pub const LONGEST_NAME: usize = 120;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub id: TemplateId,
    pub owner_id: UserId,
    pub category_id: CategoryId,
    pub name: String,
    pub subject: String,
    /// Cleaned HTML with fields in it.
    pub body: String,
    /// Everybody may use it; only its owner and admins change it.
    pub is_shared: bool,
    /// E-mails from it ignore unsubscribes, never blocked domains (actions 7.6).
    pub is_non_commercial: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
}

/// A name for a template or a category: one line, not empty, not too long.
pub fn name(typed: &str) -> Result<String, Refusal> {
    let spaced: String = typed
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let name = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Refusal::TemplateNameMissing);
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::TooLong {
            field: "name".into(),
            limit: LONGEST_NAME.to_string(),
        });
    }
    Ok(name)
}
