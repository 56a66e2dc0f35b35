//! Tasks here and in Salesforce (administration 6.6, actions 10.2): which changes go out, which come
//! in, what is ignored. A subject changed there never comes back.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{LONGEST_DETAILS, LONGEST_NAME, Origin, Priority, Task, TaskKind, TaskStatus};

/// Values by API name; `None` empties the field.
pub type Fields = BTreeMap<&'static str, Option<String>>;

/// What both sides hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    pub status: TaskStatus,
    pub priority: Priority,
    pub due: Option<Date>,
    pub details: String,
}

/// A task as Salesforce has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theirs {
    pub subject: Option<String>,
    pub status: Option<String>,
    pub priority: Option<String>,
    /// `ActivityDate`.
    pub due: Option<Date>,
    /// `Description`, on screen "Comments".
    pub details: Option<String>,
    /// `Type`.
    pub kind: Option<String>,
}

/// What both are to become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Ours from now on, and the base of the next merge.
    pub shared: Shared,
    pub changes_ours: bool,
    /// What is to be written there; empty for nothing.
    pub outgoing: Fields,
}

impl Task {
    pub fn shared(&self) -> Shared {
        Shared {
            status: self.status,
            priority: self.priority,
            due: self.due,
            details: self.details.clone(),
        }
    }

    pub fn take(&mut self, shared: &Shared) {
        self.status = shared.status;
        self.priority = shared.priority;
        self.due = shared.due;
        self.details.clone_from(&shared.details);
    }
}

impl Theirs {
    /// What we understand; where we do not (status "Deferred", priority "Low") it is as it `was`.
    pub fn shared(&self, was: &Shared) -> Shared {
        Shared {
            status: status(self.status.as_deref()).unwrap_or(was.status),
            priority: priority(self.priority.as_deref()).unwrap_or(was.priority),
            due: self.due,
            details: details(self.details.as_deref()),
        }
    }

    fn kind(&self) -> TaskKind {
        match self.kind.as_deref() {
            Some("Call") => TaskKind::Call,
            Some("Email") => TaskKind::Email,
            _ => TaskKind::Custom,
        }
    }
}

fn status(theirs: Option<&str>) -> Option<TaskStatus> {
    match theirs? {
        "Not Started" => Some(TaskStatus::Open),
        "Completed" => Some(TaskStatus::Complete),
        _ => None,
    }
}

fn priority(theirs: Option<&str>) -> Option<Priority> {
    match theirs? {
        "Normal" => Some(Priority::Normal),
        "High" => Some(Priority::High),
        _ => None,
    }
}

fn details(theirs: Option<&str>) -> String {
    let text = theirs.unwrap_or_default().replace("\r\n", "\n");
    text.trim().chars().take(LONGEST_DETAILS).collect()
}

/// A task of theirs as a new one of ours. Its subject becomes the name, this once.
pub fn import(theirs: &Theirs) -> Task {
    let subject = theirs.subject.as_deref().unwrap_or_default();
    let line = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let fresh = Shared {
        status: TaskStatus::Open,
        priority: Priority::Normal,
        due: None,
        details: String::new(),
    };
    let shared = theirs.shared(&fresh);
    let mut task = Task {
        kind: theirs.kind(),
        name: line.chars().take(LONGEST_NAME).collect(),
        details: String::new(),
        due: None,
        priority: shared.priority,
        status: shared.status,
        origin: Origin::Salesforce,
    };
    task.take(&shared);
    task
}

/// Everything a new task of ours has there. `subject` is the subject template, filled.
pub fn create(task: &Task, subject: &str) -> Fields {
    let mut fields = written(&task.shared());
    fields.insert("Subject", Some(subject.to_owned()));
    fields
}

/// Brings both sides together after either changed since `base`, the last time they were equal.
///
/// What one side changed wins; what both changed goes to the one that was changed later. `subject` is
/// the filled subject template when it is to be written again: the name changed and the template holds
/// `{{activity_subject}}`.
pub fn merge(
    base: &Shared,
    ours: &Shared,
    theirs: &Theirs,
    theirs_is_newer: bool,
    subject: Option<&str>,
) -> Merge {
    let there = theirs.shared(base);
    fn choose<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T, theirs_is_newer: bool) -> T {
        let they_did = base != theirs;
        let we_did = base != ours;
        let chosen = if they_did && (!we_did || theirs_is_newer) {
            theirs
        } else {
            ours
        };
        chosen.clone()
    }
    let newer = theirs_is_newer;
    let shared = Shared {
        status: choose(&base.status, &ours.status, &there.status, newer),
        priority: choose(&base.priority, &ours.priority, &there.priority, newer),
        due: choose(&base.due, &ours.due, &there.due, newer),
        details: choose(&base.details, &ours.details, &there.details, newer),
    };
    let (before, after) = (written(&there), written(&shared));
    let mut outgoing: Fields = after
        .into_iter()
        .filter(|(name, value)| before.get(name) != Some(value))
        .collect();
    if let Some(subject) = subject.filter(|subject| theirs.subject.as_deref() != Some(*subject)) {
        outgoing.insert("Subject", Some(subject.to_owned()));
    }
    Merge {
        changes_ours: shared != *ours,
        shared,
        outgoing,
    }
}

fn written(shared: &Shared) -> Fields {
    let status = match shared.status {
        TaskStatus::Open => "Not Started",
        TaskStatus::Complete => "Completed",
    };
    let priority = match shared.priority {
        Priority::Normal => "Normal",
        Priority::High => "High",
    };
    let details = Some(shared.details.clone()).filter(|it| !it.is_empty());
    [
        ("Status", Some(status.to_owned())),
        ("Priority", Some(priority.to_owned())),
        ("ActivityDate", shared.due.map(|due| due.to_string())),
        ("Description", details),
    ]
    .into()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn base() -> Shared {
        Shared {
            status: TaskStatus::Open,
            priority: Priority::Normal,
            due: Some(date(2026, 11, 20)),
            details: "one\ntwo".into(),
        }
    }

    fn theirs() -> Theirs {
        Theirs {
            subject: Some("Call".into()),
            status: Some("Not Started".into()),
            priority: Some("Normal".into()),
            due: Some(date(2026, 11, 20)),
            details: Some("one\r\ntwo\r\n".into()),
            kind: None,
        }
    }

    #[test]
    fn nothing_changed_writes_nothing() {
        let merged = merge(&base(), &base(), &theirs(), true, None);
        assert_eq!(merged.shared, base());
        assert!(!merged.changes_ours && merged.outgoing.is_empty());
    }

    #[test]
    fn each_side_gets_what_the_other_changed() {
        let ours = Shared {
            priority: Priority::High,
            ..base()
        };
        let theirs = Theirs {
            status: Some("Completed".into()),
            due: None,
            ..theirs()
        };
        let merged = merge(&base(), &ours, &theirs, false, None);
        assert!(merged.changes_ours);
        assert_eq!(merged.shared.status, TaskStatus::Complete);
        assert_eq!(merged.shared.due, None);
        assert_eq!(
            merged.outgoing,
            [("Priority", Some("High".to_owned()))].into()
        );
    }

    #[test]
    fn the_later_change_wins() {
        let ours = Shared {
            details: "ours".into(),
            ..base()
        };
        let theirs = Theirs {
            details: Some("theirs".into()),
            ..theirs()
        };
        assert_eq!(
            merge(&base(), &ours, &theirs, true, None).shared.details,
            "theirs"
        );
        let merged = merge(&base(), &ours, &theirs, false, None);
        assert_eq!(
            merged.outgoing,
            [("Description", Some("ours".to_owned()))].into()
        );
        assert!(!merged.changes_ours);
    }

    #[test]
    fn values_we_do_not_know_and_subjects_stay_theirs() {
        let theirs = Theirs {
            subject: Some("Renamed".into()),
            status: Some("In Progress".into()),
            priority: Some("Low".into()),
            ..theirs()
        };
        let merged = merge(&base(), &base(), &theirs, true, None);
        assert!(!merged.changes_ours && merged.outgoing.is_empty());
        let merged = merge(&base(), &base(), &theirs, true, Some("Our name"));
        assert_eq!(
            merged.outgoing,
            [("Subject", Some("Our name".to_owned()))].into()
        );
    }

    #[test]
    fn a_task_of_theirs_becomes_ours_as_far_as_we_know_it() {
        let task = import(&Theirs {
            subject: Some("Call\r\n Lena".into()),
            status: Some("Waiting on someone else".into()),
            priority: Some("High".into()),
            kind: Some("Call".into()),
            ..theirs()
        });
        assert_eq!(task.name, "Call Lena");
        assert_eq!((task.kind, task.status), (TaskKind::Call, TaskStatus::Open));
        assert_eq!(
            (task.priority, task.origin),
            (Priority::High, Origin::Salesforce)
        );
        assert_eq!(import(&Theirs::default()).kind, TaskKind::Custom);
        let created = create(&task, "Call: Lena");
        assert_eq!(created["ActivityDate"].as_deref(), Some("2026-11-20"));
        assert_eq!(created["Subject"].as_deref(), Some("Call: Lena"));
    }

    fn shared() -> impl Strategy<Value = Shared> {
        (any::<bool>(), any::<bool>(), 0_i8..3, "[ab\n]{0,3}").prop_map(
            |(open, high, day, details)| Shared {
                status: if open {
                    TaskStatus::Open
                } else {
                    TaskStatus::Complete
                },
                priority: if high {
                    Priority::High
                } else {
                    Priority::Normal
                },
                due: (day > 0).then(|| date(2026, 11, day)),
                details: details.trim().to_owned(),
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// After what goes out is written there, both are equal and a second merge does nothing.
        #[test]
        fn one_merge_is_enough(base in shared(), ours in shared(), there in shared(), newer: bool) {
            let mut fields = written(&there);
            let read = |fields: &Fields| Theirs {
                subject: None,
                status: fields["Status"].clone(),
                priority: fields["Priority"].clone(),
                due: fields["ActivityDate"].as_ref().map(|due| due.parse().unwrap()),
                details: fields["Description"].clone(),
                kind: None,
            };
            let merged = merge(&base, &ours, &read(&fields), newer, None);
            fields.extend(merged.outgoing);
            let again = merge(&merged.shared, &merged.shared, &read(&fields), newer, None);
            prop_assert!(!again.changes_ours);
            prop_assert!(again.outgoing.is_empty());
            prop_assert_eq!(again.shared, merged.shared);
        }
    }
}
