//! Puts values in the place of fields.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::catalogue::{Source, Without};
use super::values::is_invisible;
use super::{Fields, Form, Piece, Place, Values, What};
use crate::Language;
use crate::mail::html::entity;

/// A text without fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    pub text: String,
    /// The signature stands in it already: it is not put at the end.
    pub has_signature: bool,
    /// The same for the unsubscribe message.
    pub has_unsubscribe: bool,
    /// The same for the previous mail.
    pub has_last_email: bool,
}

/// Why a text cannot go out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// This person has no value for the field, and the field has no default.
    NoValue(String),
    /// A prompt nobody has replaced.
    Prompt(String),
    /// There is no such field.
    Unknown(String),
    /// The field gives formatted text, which a subject or a link cannot hold.
    Misplaced(String),
}

impl Missing {
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoValue(_) => "field-no-value",
            Self::Prompt(_) => "field-prompt",
            Self::Unknown(_) => "field-unknown",
            Self::Misplaced(_) => "field-misplaced",
        }
    }

    /// The field's name, or the prompt's text.
    pub fn what(&self) -> &str {
        match self {
            Self::NoValue(what)
            | Self::Prompt(what)
            | Self::Unknown(what)
            | Self::Misplaced(what) => what,
        }
    }
}

impl Fields {
    /// The filled text, or everything that is missing, each once, in order.
    pub fn fill(&self, values: &Values) -> Result<Filled, Vec<Missing>> {
        let (filled, missing) = self.preview(values);
        if missing.is_empty() {
            Ok(filled)
        } else {
            Err(missing)
        }
    }

    /// As far as it can be filled: what is missing stays as it is written.
    pub fn preview(&self, values: &Values) -> (Filled, Vec<Missing>) {
        let mut filled = Filled::default();
        let mut missing: Vec<Missing> = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => filled.text.push_str(text),
                Piece::Field {
                    written,
                    what,
                    place,
                    tags,
                } => match self.one(what, *place, values, &mut filled) {
                    Ok(text) => {
                        filled.text.push_str(&text);
                        filled.text.push_str(tags);
                    }
                    Err(why) => {
                        filled.text.push_str(written);
                        if !missing.contains(&why) {
                            missing.push(why);
                        }
                    }
                },
            }
        }
        if self.form == Form::Subject {
            filled.text = one_line(&filled.text).trim().to_owned();
        }
        (filled, missing)
    }

    fn one(
        &self,
        what: &What,
        place: Place,
        values: &Values,
        filled: &mut Filled,
    ) -> Result<String, Missing> {
        let (name, default) = match what {
            What::Value { name, default } => (name, default),
            What::Prompt(text) => return Err(Missing::Prompt(text.clone())),
            What::Unknown(name) => return Err(Missing::Unknown(name.clone())),
        };
        let Some(source) = Source::named(name) else {
            return Err(Missing::Unknown(name.clone()));
        };
        let value = values.of(source, name);
        if source.is_html() {
            if self.form == Form::Subject || place != Place::Text {
                return Err(Missing::Misplaced(name.clone()));
            }
            match source {
                Source::MySignature => filled.has_signature = true,
                Source::Unsubscribe => filled.has_unsubscribe = true,
                _ => filled.has_last_email = true,
            }
            return Ok(value.unwrap_or_default());
        }
        let value = match (value, default, source.without()) {
            (Some(value), _, _) => value,
            (None, Some(default), _) => default.clone(),
            (None, None, Without::YourCompany) => your_company(values.language).to_owned(),
            (None, None, Without::Empty) => String::new(),
            (None, None, Without::Refuse) => return Err(Missing::NoValue(name.clone())),
        };
        Ok(self.written(&one_line(&value), place))
    }

    fn written(&self, value: &str, place: Place) -> String {
        let mut out = String::new();
        match (self.form, place) {
            (Form::Subject, _) => out.push_str(value),
            (Form::Html, Place::Text) => entity::escape_text(value, &mut out),
            (Form::Html, Place::Attribute) => entity::escape_attribute(value, &mut out),
            (Form::Html, Place::Address) => {
                out.extend(utf8_percent_encode(value, KEPT_IN_ADDRESSES));
            }
        }
        out
    }
}

/// RFC 3986, 2.3.
const KEPT_IN_ADDRESSES: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A value is one line, without anything that is not seen.
fn one_line(value: &str) -> String {
    let seen = value.chars().filter(|c| !is_invisible(*c));
    let spaced = seen.map(|c| match c {
        '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    });
    spaced.collect()
}

fn your_company(language: Language) -> &'static str {
    match language {
        Language::En => "your company",
        Language::Fr => "votre entreprise",
        Language::Sv => "ert företag",
    }
}
