//! Calls: how they ended, and the admin's outcomes and reasons (actions 11.1, 11.2).

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::codes::codes;

/// Of each list.
pub const MOST_CHOICES: usize = 15;
/// In characters: the field in Salesforce holds no more (administration 6.8).
pub const LONGEST_CHOICE: usize = 50;
/// In characters: the comments of a task in Salesforce hold no more.
pub const LONGEST_NOTES: usize = 32_000;

codes! {
    CallStatus {
        Completed => "completed",
        NoAnswer => "no-answer",
        Cancelled => "cancelled",
        Failed => "failed",
    }
}

codes! {
    ChoiceKind {
        Outcome => "outcome",
        Reason => "reason",
    }
}

codes! {
    CallFault {
        ChoiceEmpty => "choice-empty",
        ChoiceTooLong => "choice-too-long",
        ChoiceHasLines => "choice-has-lines",
        ChoiceTwice => "choice-twice",
        TooManyChoices => "too-many-choices",
        OutcomeRequired => "outcome-required",
        ReasonRequired => "reason-required",
        OutcomeUnknown => "outcome-unknown",
        ReasonUnknown => "reason-unknown",
        NotesTooLong => "notes-too-long",
    }
}

/// One outcome or reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub name: String,
    /// Whether somebody answered; says nothing for a reason.
    pub answered: bool,
}

/// One of the two lists, as the admin set it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Choices {
    choices: Vec<Choice>,
    pub enabled: bool,
    pub required: bool,
}

impl Choices {
    pub fn all(&self) -> &[Choice] {
        &self.choices
    }

    /// At most [`MOST_CHOICES`], each name once whatever its case.
    pub fn add(&mut self, name: &str, answered: bool) -> Result<(), CallFault> {
        let name = name.trim();
        if name.is_empty() {
            return Err(CallFault::ChoiceEmpty);
        }
        if name.chars().any(char::is_control) {
            return Err(CallFault::ChoiceHasLines);
        }
        if name.chars().count() > LONGEST_CHOICE {
            return Err(CallFault::ChoiceTooLong);
        }
        if self.find(name).is_some() {
            return Err(CallFault::ChoiceTwice);
        }
        if self.choices.len() >= MOST_CHOICES {
            return Err(CallFault::TooManyChoices);
        }
        self.choices.push(Choice {
            name: name.to_owned(),
            answered,
        });
        Ok(())
    }

    pub fn remove(&mut self, name: &str) {
        let name = name.trim().to_lowercase();
        self.choices
            .retain(|choice| choice.name.to_lowercase() != name);
    }

    fn find(&self, name: &str) -> Option<&Choice> {
        let name = name.trim().to_lowercase();
        self.choices
            .iter()
            .find(|choice| choice.name.to_lowercase() == name)
    }

    /// What was picked; `Ok(None)` for nothing where nothing is asked for.
    fn pick(
        &self,
        name: &str,
        required: CallFault,
        unknown: CallFault,
    ) -> Result<Option<Choice>, CallFault> {
        match (self.enabled, name.trim()) {
            (false, _) => Ok(None),
            (true, "") if self.required => Err(required),
            (true, "") => Ok(None),
            (true, name) => self.find(name).cloned().map(Some).ok_or(unknown),
        }
    }
}

impl CallFault {
    /// In words; `name` is what was typed.
    pub fn refusal(self, name: &str) -> Refusal {
        let too_long = |field: &str, limit: usize| Refusal::TooLong {
            field: field.to_owned(),
            limit: limit.to_string(),
        };
        match self {
            Self::ChoiceEmpty => Refusal::ChoiceMissing,
            Self::ChoiceTooLong => too_long("name", LONGEST_CHOICE),
            Self::ChoiceHasLines => Refusal::BadForm,
            Self::ChoiceTwice => Refusal::ChoiceKnown {
                name: name.trim().to_owned(),
            },
            Self::TooManyChoices => Refusal::ChoiceLimit {
                limit: MOST_CHOICES.to_string(),
            },
            Self::OutcomeRequired => Refusal::CallOutcomeMissing,
            Self::ReasonRequired => Refusal::CallReasonMissing,
            // It was taken off the list while the form was open.
            Self::OutcomeUnknown | Self::ReasonUnknown => Refusal::StateChanged,
            Self::NotesTooLong => too_long("notes", LONGEST_NOTES),
        }
    }
}

/// Both lists of the instance.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CallChoices {
    pub outcomes: Choices,
    pub reasons: Choices,
}

impl CallChoices {
    pub fn of(&self, kind: ChoiceKind) -> &Choices {
        match kind {
            ChoiceKind::Outcome => &self.outcomes,
            ChoiceKind::Reason => &self.reasons,
        }
    }

    pub fn of_mut(&mut self, kind: ChoiceKind) -> &mut Choices {
        match kind {
            ChoiceKind::Outcome => &mut self.outcomes,
            ChoiceKind::Reason => &mut self.reasons,
        }
    }
}

/// `4:05`, `1:02:03` or whole minutes, in seconds; at most a day.
pub fn duration(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    let number = |part: &&str| {
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number)
    };
    let numbers: Vec<u32> = parts.iter().map(number).collect::<Option<_>>()?;
    let below_sixty = |n: &u32| *n < 60;
    let seconds = match numbers.as_slice() {
        [minutes] => minutes * 60,
        [minutes, seconds] if below_sixty(seconds) => minutes * 60 + seconds,
        [hours, minutes, seconds] if below_sixty(minutes) && below_sixty(seconds) => {
            hours * 3600 + minutes * 60 + seconds
        }
        _ => return None,
    };
    (seconds <= 24 * 3600).then_some(seconds)
}

/// A call as it is logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallLog {
    pub status: CallStatus,
    pub outcome: Option<Choice>,
    pub reason: Option<Choice>,
    pub notes: String,
}

impl CallLog {
    pub fn new(
        status: CallStatus,
        (outcomes, outcome): (&Choices, &str),
        (reasons, reason): (&Choices, &str),
        notes: &str,
    ) -> Result<Self, CallFault> {
        let notes = notes.replace("\r\n", "\n").trim().to_owned();
        if notes.chars().count() > LONGEST_NOTES {
            return Err(CallFault::NotesTooLong);
        }
        Ok(Self {
            status,
            outcome: outcomes.pick(
                outcome,
                CallFault::OutcomeRequired,
                CallFault::OutcomeUnknown,
            )?,
            reason: reasons.pick(reason, CallFault::ReasonRequired, CallFault::ReasonUnknown)?,
            notes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(required: bool) -> Choices {
        let mut choices = Choices {
            enabled: true,
            required,
            ..Choices::default()
        };
        choices.add("Reached", true).unwrap();
        choices.add("Voice mail", false).unwrap();
        choices
    }

    #[test]
    fn the_lists_have_limits() {
        let mut choices = choices(false);
        assert_eq!(choices.add(" reached", true), Err(CallFault::ChoiceTwice));
        assert_eq!(choices.add(" ", true), Err(CallFault::ChoiceEmpty));
        assert_eq!(choices.add("a\nb", true), Err(CallFault::ChoiceHasLines));
        let long = "é".repeat(51);
        assert_eq!(choices.add(&long, true), Err(CallFault::ChoiceTooLong));
        for n in 2..MOST_CHOICES {
            choices.add(&format!("choice {n}"), false).unwrap();
        }
        assert_eq!(
            choices.add("one more", true),
            Err(CallFault::TooManyChoices)
        );
        choices.remove("REACHED");
        choices.add("one more", true).unwrap();
        assert_eq!(choices.all().len(), MOST_CHOICES);
    }

    #[test]
    fn a_duration_is_read_as_people_write_it() {
        assert_eq!(duration(" 4:05 "), Some(245));
        assert_eq!(duration("1:02:03"), Some(3723));
        assert_eq!(duration("7"), Some(420));
        for text in ["", "4:60", "-1", "4:", "1:2:3:4", "99:00:00", "٤:٠٥"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn a_call_is_logged_with_what_is_asked_for() {
        let log = |outcomes: &Choices, outcome, reason| {
            CallLog::new(
                CallStatus::Completed,
                (outcomes, outcome),
                (&Choices::default(), reason),
                "a\r\nb ",
            )
        };
        let logged = log(&choices(true), "voice MAIL", "whatever").unwrap();
        let outcome = logged.outcome.unwrap();
        assert_eq!(
            (outcome.name.as_str(), outcome.answered),
            ("Voice mail", false)
        );
        assert_eq!((logged.reason, logged.notes.as_str()), (None, "a\nb"));
        assert_eq!(log(&choices(true), "", ""), Err(CallFault::OutcomeRequired));
        assert_eq!(
            log(&choices(false), "x", ""),
            Err(CallFault::OutcomeUnknown)
        );
        assert_eq!(log(&choices(false), "", "").unwrap().outcome, None);
    }
}
