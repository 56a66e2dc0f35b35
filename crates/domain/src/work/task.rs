//! Reminder tasks (actions 10.1).

mod sync;

use jiff::civil::Date;

pub use sync::{Fields, Merge, Shared, Theirs, create, import, merge};

use crate::Refusal;
use crate::codes::codes;

/// Longest name, in characters: Salesforce's subject holds no more.
pub const LONGEST_NAME: usize = 255;
/// Longest details, in characters: Salesforce's comments hold no more.
pub const LONGEST_DETAILS: usize = 32_000;

codes! {
    TaskKind {
        Email => "email",
        Call => "call",
        InMail => "inmail",
        Custom => "custom",
    }
}

codes! {
    TaskStatus {
        Open => "open",
        Complete => "complete",
    }
}

codes! {
    Priority {
        Normal => "normal",
        High => "high",
    }
}

codes! {
    /// Where it comes from.
    Origin {
        /// Somebody wrote it.
        Person => "person",
        Campaign => "campaign",
        /// Made from a mail in the list of mails.
        Email => "email",
        Salesforce => "salesforce",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub kind: TaskKind,
    /// One line; empty only when it came without from Salesforce.
    pub name: String,
    /// Talk track, text, notes.
    pub details: String,
    /// Only tasks from Salesforce may have none.
    pub due: Option<Date>,
    pub priority: Priority,
    pub status: TaskStatus,
    pub origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskFault {
    NoName,
    NameTooLong,
    NameHasLines,
    DetailsTooLong,
    NoDueDate,
}

impl TaskFault {
    pub fn code(self) -> &'static str {
        match self {
            Self::NoName => "no-name",
            Self::NameTooLong => "name-too-long",
            Self::NameHasLines => "name-has-lines",
            Self::DetailsTooLong => "details-too-long",
            Self::NoDueDate => "no-due-date",
        }
    }
}

impl From<TaskFault> for Refusal {
    fn from(fault: TaskFault) -> Self {
        let too_long = |field: &str, limit: usize| Self::TooLong {
            field: field.to_owned(),
            limit: limit.to_string(),
        };
        match fault {
            TaskFault::NoName => Self::TaskNameMissing,
            TaskFault::NameTooLong => too_long("name", LONGEST_NAME),
            TaskFault::NameHasLines => Self::BadForm,
            TaskFault::DetailsTooLong => too_long("details", LONGEST_DETAILS),
            TaskFault::NoDueDate => Self::TaskDayMissing,
        }
    }
}

impl Task {
    /// A new task as a person or a campaign writes it.
    pub fn new(
        kind: TaskKind,
        name: &str,
        details: &str,
        due: Option<Date>,
        priority: Priority,
        origin: Origin,
    ) -> Result<Self, TaskFault> {
        let name = name.trim();
        let details = details.replace("\r\n", "\n").trim().to_owned();
        if name.is_empty() {
            return Err(TaskFault::NoName);
        }
        if name.chars().any(char::is_control) {
            return Err(TaskFault::NameHasLines);
        }
        if name.chars().count() > LONGEST_NAME {
            return Err(TaskFault::NameTooLong);
        }
        if details.chars().count() > LONGEST_DETAILS {
            return Err(TaskFault::DetailsTooLong);
        }
        if due.is_none() && origin != Origin::Salesforce {
            return Err(TaskFault::NoDueDate);
        }
        Ok(Self {
            kind,
            name: name.to_owned(),
            details,
            due,
            priority,
            status: TaskStatus::Open,
            origin,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn named(name: &str, details: &str) -> Result<Task, TaskFault> {
        Task::new(
            TaskKind::Call,
            name,
            details,
            Some(date(2026, 11, 20)),
            Priority::High,
            Origin::Person,
        )
    }

    #[test]
    fn a_task_has_a_name_of_one_line() {
        let task = named(" Call Léna ", "one\r\ntwo\n").unwrap();
        assert_eq!(
            (task.name.as_str(), task.details.as_str()),
            ("Call Léna", "one\ntwo")
        );
        assert_eq!(named(" \n", ""), Err(TaskFault::NoName));
        assert_eq!(named("a\r\nBcc: b", ""), Err(TaskFault::NameHasLines));
        assert!(named(&"é".repeat(255), "").is_ok());
        assert_eq!(named(&"é".repeat(256), ""), Err(TaskFault::NameTooLong));
        let long = "x".repeat(LONGEST_DETAILS + 1);
        assert_eq!(named("a", &long), Err(TaskFault::DetailsTooLong));
    }

    #[test]
    fn only_salesforce_has_tasks_without_a_day() {
        let undated = |origin| Task::new(TaskKind::Custom, "a", "", None, Priority::Normal, origin);
        assert_eq!(undated(Origin::Campaign), Err(TaskFault::NoDueDate));
        assert!(undated(Origin::Salesforce).is_ok());
    }
}
