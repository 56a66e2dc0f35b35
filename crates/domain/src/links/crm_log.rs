//! What Salesforce is told about sellers' activities, and what it answers (administration 6.7, 6.8, 6.11).

mod attributes;
mod fault;
mod subject;

pub use attributes::{Attributes, EmailStatus, FIELDS, Kind, Value, task_type};
pub use fault::{Class, Fault, Retry, fault};
pub use subject::{Activity, ActivityKind, InCampaign, LONGEST_SUBJECT, SubjectTemplate, reply};

/// At most `longest` of the units Salesforce counts (UTF-16), whole characters, on one line.
fn line(text: &str, longest: usize) -> String {
    let spaced: String = text
        .chars()
        .map(|c| match c {
            '\u{2028}' | '\u{2029}' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let mut out = String::new();
    let mut units = 0;
    for c in spaced.trim().chars() {
        units += c.len_utf16();
        if units > longest {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out
}
