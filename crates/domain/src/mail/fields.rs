//! Dynamic fields of mails and their subjects (actions 8.3): `{{first_name}}`,
//! `{{first_name | default: "friend"}}`, `{{! replace me}}`.
//!
//! A text is read once and filled once. What a value says is never read again, so a value cannot add a
//! field; in HTML it is escaped, in a subject it stays on its line.

mod catalogue;
mod fill;
mod parse;
mod values;

pub use fill::{Filled, Missing};
pub use values::{Person, Sender, Values, key};

/// What kind of text it is: decides how it is read and how values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One line of plain text.
    Subject,
    /// HTML as [`super::MailHtml`] leaves it. Clean it again when it is filled.
    Html,
}

/// A text cut at its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    form: Form,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Field {
        /// As it stands in the text, braces included.
        written: String,
        what: What,
        place: Place,
        /// Tags an editor left between the braces; they stay, behind the value.
        tags: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Value {
        name: String,
        default: Option<String>,
    },
    Prompt(String),
    /// Names nothing we know, or asks for something other than a default.
    Unknown(String),
}

/// Where in the text it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Attribute,
    /// Within an address, behind its beginning.
    Address,
}

impl Fields {
    /// Braces without an end, or with nothing between them, are text.
    pub fn parse(form: Form, text: &str) -> Self {
        Self {
            form,
            pieces: parse::pieces(form, text),
        }
    }

    pub fn is_empty(&self) -> bool {
        !self
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Field { .. }))
    }

    /// The fields that want a value, in order, in the spelling of [`key`]; prompts and unknown ones too
    /// are in [`Fields::faults`].
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.whats().filter_map(|what| match what {
            What::Value { name, .. } => Some(name.as_str()),
            _ => None,
        })
    }

    /// What no value can heal: prompts to be replaced by hand, and names that mean nothing.
    pub fn faults(&self) -> Vec<Missing> {
        let faults = self.whats().filter_map(|what| match what {
            What::Value { .. } => None,
            What::Prompt(text) => Some(Missing::Prompt(text.clone())),
            What::Unknown(name) => Some(Missing::Unknown(name.clone())),
        });
        faults.collect()
    }

    fn whats(&self) -> impl Iterator<Item = &What> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Field { what, .. } => Some(what),
            Piece::Literal(_) => None,
        })
    }
}

#[cfg(test)]
mod tests;
