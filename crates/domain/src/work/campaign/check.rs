//! Whether a campaign can be launched, and every reason why not.

use super::{Campaign, Email, SendAt};
use crate::mail::Fields;
use crate::mail::compose::LARGEST_ATTACHMENTS;
use crate::mail::fields::{Form, Missing};

pub const MOST_STEPS: usize = 100;
pub const LAST_DAY: u16 = 365;

/// `step` counts from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    NoSteps,
    TooManySteps,
    /// The sequence begins with day 1.
    FirstDay,
    DayTooLate {
        step: usize,
    },
    /// The day is before the one of the step above.
    DaysNotAscending {
        step: usize,
    },
    /// There is no e-mail before the first step whose time it could take.
    FirstSameTime,
    /// Only the first step can be asked for at launch.
    AtLaunchNotFirst {
        step: usize,
    },
    FollowUpWithoutEmail {
        step: usize,
    },
    /// Its files together are over the limit (actions 17.5).
    MailTooLarge {
        step: usize,
    },
    NoSubject {
        step: usize,
    },
    NoText {
        step: usize,
    },
    /// A prompt in a mail that leaves by itself would be sent to nobody.
    Prompt {
        step: usize,
        text: String,
    },
    UnknownField {
        step: usize,
        name: String,
    },
}

impl Fault {
    /// Every code there is.
    pub const CODES: [&'static str; 13] = [
        "no-steps",
        "too-many-steps",
        "first-day",
        "day-too-late",
        "days-not-ascending",
        "first-same-time",
        "at-launch-not-first",
        "follow-up-without-email",
        "mail-too-large",
        "no-subject",
        "no-text",
        "prompt",
        "unknown-field",
    ];

    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSteps => "no-steps",
            Self::TooManySteps => "too-many-steps",
            Self::FirstDay => "first-day",
            Self::DayTooLate { .. } => "day-too-late",
            Self::DaysNotAscending { .. } => "days-not-ascending",
            Self::FirstSameTime => "first-same-time",
            Self::AtLaunchNotFirst { .. } => "at-launch-not-first",
            Self::FollowUpWithoutEmail { .. } => "follow-up-without-email",
            Self::MailTooLarge { .. } => "mail-too-large",
            Self::NoSubject { .. } => "no-subject",
            Self::NoText { .. } => "no-text",
            Self::Prompt { .. } => "prompt",
            Self::UnknownField { .. } => "unknown-field",
        }
    }

    /// `None` where it is about the whole campaign.
    pub fn step(&self) -> Option<usize> {
        match self {
            Self::NoSteps | Self::TooManySteps => None,
            Self::FirstDay | Self::FirstSameTime => Some(0),
            Self::DayTooLate { step }
            | Self::DaysNotAscending { step }
            | Self::AtLaunchNotFirst { step }
            | Self::FollowUpWithoutEmail { step }
            | Self::MailTooLarge { step }
            | Self::NoSubject { step }
            | Self::NoText { step }
            | Self::Prompt { step, .. }
            | Self::UnknownField { step, .. } => Some(*step),
        }
    }
}

impl Campaign {
    /// Everything that is wrong, in the order of the steps; empty when it may be launched.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        match self.steps.first() {
            None => faults.push(Fault::NoSteps),
            Some(first) if first.day != 1 => faults.push(Fault::FirstDay),
            Some(_) => {}
        }
        if self.steps.len() > MOST_STEPS {
            faults.push(Fault::TooManySteps);
        }
        for (step, it) in self.steps.iter().enumerate() {
            let before = step.checked_sub(1).and_then(|n| self.steps.get(n));
            if it.day > LAST_DAY {
                faults.push(Fault::DayTooLate { step });
            }
            if before.is_some_and(|before| before.day > it.day) {
                faults.push(Fault::DaysNotAscending { step });
            }
            let Some(email) = it.email() else { continue };
            if email.follow_up && before.and_then(|before| before.email()).is_none() {
                faults.push(Fault::FollowUpWithoutEmail { step });
            }
            email_faults(email, step, &mut faults);
        }
        faults
    }
}

fn email_faults(email: &Email, step: usize, faults: &mut Vec<Fault>) {
    match email.send {
        SendAt::SameTime if step == 0 => faults.push(Fault::FirstSameTime),
        SendAt::AtLaunch if step > 0 => faults.push(Fault::AtLaunchNotFirst { step }),
        _ => {}
    }
    if email.subject.trim().is_empty() {
        faults.push(Fault::NoSubject { step });
    }
    if email.html.trim().is_empty() {
        faults.push(Fault::NoText { step });
    }
    if email.attachment_bytes > LARGEST_ATTACHMENTS {
        faults.push(Fault::MailTooLarge { step });
    }
    let subject = Fields::parse(Form::Subject, &email.subject);
    let html = Fields::parse(Form::Html, &email.html);
    for missing in [subject.faults(), html.faults()].concat() {
        match missing {
            Missing::Unknown(name) => faults.push(Fault::UnknownField { step, name }),
            // The first mail is edited at launch, one sent by hand when it is sent.
            Missing::Prompt(text) if step > 0 && email.send != SendAt::ByHand => {
                faults.push(Fault::Prompt { step, text });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Step, What};
    use super::*;

    fn email(day: u16, send: SendAt) -> Step {
        Step {
            day,
            what: What::Email(Email {
                subject: "Hello".into(),
                html: "<p>Hi {{first_name}}</p>".into(),
                attachment_bytes: 0,
                send,
                follow_up: false,
            }),
        }
    }

    fn call(day: u16) -> Step {
        Step {
            day,
            what: What::Call {
                notes: String::new(),
            },
        }
    }

    fn faults(steps: Vec<Step>) -> Vec<Fault> {
        let campaign = Campaign {
            steps,
            ..Campaign::default()
        };
        campaign.faults()
    }

    fn change(mut step: Step, change: impl Fn(&mut Email)) -> Step {
        if let What::Email(email) = &mut step.what {
            change(email);
        }
        step
    }

    #[test]
    fn a_sound_campaign_has_no_faults() {
        let follow_up = change(email(3, SendAt::SameTime), |email| email.follow_up = true);
        let steps = vec![
            call(1),
            email(1, SendAt::SameTime),
            email(3, SendAt::ByHand),
            follow_up,
        ];
        assert_eq!(faults(steps), []);
    }

    #[test]
    fn every_fault_names_its_step() {
        assert_eq!(faults(vec![]), [Fault::NoSteps]);
        assert_eq!(
            faults(vec![email(2, SendAt::SameTime), call(1)]),
            [
                Fault::FirstDay,
                Fault::FirstSameTime,
                Fault::DaysNotAscending { step: 1 }
            ]
        );
        assert_eq!(
            faults(vec![
                call(1),
                change(email(366, SendAt::AtLaunch), |email| email.follow_up = true)
            ]),
            [
                Fault::DayTooLate { step: 1 },
                Fault::FollowUpWithoutEmail { step: 1 },
                Fault::AtLaunchNotFirst { step: 1 }
            ]
        );
        assert_eq!(faults(vec![call(1); 101]), [Fault::TooManySteps]);
    }

    #[test]
    fn a_mail_that_could_not_leave_is_a_fault() {
        let empty = change(email(1, SendAt::AtLaunch), |email| {
            email.subject = " ".into();
            email.html = String::new();
            email.attachment_bytes = LARGEST_ATTACHMENTS + 1;
        });
        assert_eq!(
            faults(vec![empty]),
            [
                Fault::NoSubject { step: 0 },
                Fault::NoText { step: 0 },
                Fault::MailTooLarge { step: 0 }
            ]
        );
        let prompt = |day, send| {
            change(email(day, send), |email| {
                email.html = "{{! why}} {{nick}}".into();
            })
        };
        let unknown = |step| Fault::UnknownField {
            step,
            name: "nick".into(),
        };
        assert_eq!(
            faults(vec![
                prompt(1, SendAt::AtLaunch),
                prompt(1, SendAt::ByHand),
                prompt(2, SendAt::SameTime)
            ]),
            [
                unknown(0),
                unknown(1),
                Fault::Prompt {
                    step: 2,
                    text: "why".into()
                },
                unknown(2)
            ]
        );
    }

    #[test]
    fn send_options_are_kept_by_their_codes() {
        for code in ["at-launch", "same-time", "by-hand", "09:05", "23:59"] {
            assert_eq!(SendAt::from_code(code).unwrap().code(), code);
        }
        assert_eq!(SendAt::from_code("24:00"), None);
        assert_eq!(SendAt::from_code(""), None);
    }
}
