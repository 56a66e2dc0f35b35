//! A person in a campaign (actions 9.6, 9.7).

use super::campaign::{OnOutOfOffice, OnReply, Settings};
use crate::codes::codes;

/// `step` counts from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberState {
    /// Added; nothing is planned yet.
    Queued,
    /// The step's mail is planned or on its way, or the day of its task has not come.
    Active {
        step: usize,
    },
    /// Somebody has to do the step's task.
    WaitingTask {
        step: usize,
    },
    /// The step's mail failed; it waits for somebody to try again or to end it.
    Error {
        step: usize,
    },
    Completed,
    Ended(EndReason),
}

codes! {
    EndReason {
        Reply => "reply",
        ReplySuccess => "reply-success",
        Bounce => "bounce",
        Manual => "manual",
        Unsubscribed => "unsubscribed",
        /// The address's domain may not be written to.
        Blocked => "blocked",
        /// Their address was taken out, and an e-mail is next.
        NoAddress => "no-address",
    }
}

/// What happens to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The planner's next step is a mail.
    MailPlanned {
        step: usize,
    },
    /// The planner's next step is a task, on a later day.
    TaskAwaited {
        step: usize,
    },
    /// The planner's next step is somebody's task.
    TaskOpened {
        step: usize,
    },
    MailFailed,
    /// The failed mail is tried again.
    Retry,
    /// The planner has no further step.
    LastStepDone,
    End(EndReason),
}

impl MemberState {
    /// The state after it, or `None` when it cannot happen now: a member that has ended stays so, and
    /// steps go forward only.
    pub fn after(self, event: Event) -> Option<Self> {
        let goes_on = |to: usize| match self {
            Self::Queued => true,
            Self::Active { step } | Self::WaitingTask { step } => to > step,
            _ => false,
        };
        match event {
            Event::MailPlanned { step } | Event::TaskAwaited { step } if goes_on(step) => {
                Some(Self::Active { step })
            }
            Event::TaskOpened { step } if goes_on(step) || self == (Self::Active { step }) => {
                Some(Self::WaitingTask { step })
            }
            Event::MailFailed => match self {
                Self::Active { step } => Some(Self::Error { step }),
                _ => None,
            },
            Event::Retry => match self {
                Self::Error { step } => Some(Self::Active { step }),
                _ => None,
            },
            Event::LastStepDone => match self {
                Self::Active { .. } | Self::WaitingTask { .. } => Some(Self::Completed),
                _ => None,
            },
            Event::End(reason) if self.is_running() => Some(Self::Ended(reason)),
            _ => None,
        }
    }

    /// A person runs at most once in a campaign; when this is no longer so, they may be added again.
    pub fn is_running(self) -> bool {
        !matches!(self, Self::Completed | Self::Ended(_))
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Active { .. } => "active",
            Self::WaitingTask { .. } => "waiting-task",
            Self::Error { .. } => "error",
            Self::Completed => "completed",
            Self::Ended(_) => "ended",
        }
    }

    pub fn step(self) -> Option<usize> {
        match self {
            Self::Active { step } | Self::WaitingTask { step } | Self::Error { step } => Some(step),
            _ => None,
        }
    }

    pub fn reason(self) -> Option<EndReason> {
        match self {
            Self::Ended(reason) => Some(reason),
            _ => None,
        }
    }

    /// From the three columns it is kept in; `None` when they do not fit together.
    pub fn from_parts(code: &str, step: Option<usize>, reason: Option<&str>) -> Option<Self> {
        Some(match (code, step, reason) {
            ("queued", None, None) => Self::Queued,
            ("active", Some(step), None) => Self::Active { step },
            ("waiting-task", Some(step), None) => Self::WaitingTask { step },
            ("error", Some(step), None) => Self::Error { step },
            ("completed", None, None) => Self::Completed,
            ("ended", None, Some(reason)) => Self::Ended(EndReason::from_code(reason)?),
            _ => return None,
        })
    }
}

/// What an answer does to the person's run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Nothing,
    End(EndReason),
    /// Until the person is back, where that is known.
    Pause,
}

impl Settings {
    pub fn reply(&self) -> Effect {
        match self.on_reply {
            OnReply::GoOn => Effect::Nothing,
            OnReply::End => Effect::End(EndReason::Reply),
            OnReply::EndAsSuccess => Effect::End(EndReason::ReplySuccess),
        }
    }

    pub fn out_of_office(&self) -> Effect {
        match self.on_out_of_office {
            OnOutOfOffice::Ignore => Effect::Nothing,
            OnOutOfOffice::Pause => Effect::Pause,
            OnOutOfOffice::Reply => self.reply(),
        }
    }

    /// A bounce because the address takes no mail. A full mailbox or a refusal of our server is none.
    pub fn hard_bounce(&self) -> Effect {
        match self.end_on_bounce {
            true => Effect::End(EndReason::Bounce),
            false => Effect::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn states() -> Vec<MemberState> {
        let mut states = vec![MemberState::Queued, MemberState::Completed];
        for step in 0..3 {
            states.extend([
                MemberState::Active { step },
                MemberState::WaitingTask { step },
                MemberState::Error { step },
            ]);
        }
        states.extend(EndReason::ALL.iter().map(|it| MemberState::Ended(*it)));
        states
    }

    #[test]
    fn a_state_is_kept_in_three_columns() {
        for state in states() {
            let reason = state.reason().map(EndReason::code);
            let read = MemberState::from_parts(state.code(), state.step(), reason);
            assert_eq!(read, Some(state));
        }
        assert_eq!(MemberState::from_parts("active", None, None), None);
    }

    #[test]
    fn a_failed_mail_waits_and_goes_on_after_a_retry() {
        let active = MemberState::Active { step: 1 };
        let error = active.after(Event::MailFailed).unwrap();
        assert_eq!(error, MemberState::Error { step: 1 });
        assert_eq!(error.after(Event::TaskOpened { step: 2 }), None);
        assert_eq!(error.after(Event::Retry), Some(active));
    }

    #[test]
    fn a_reply_ends_as_the_settings_say() {
        let mut settings = Settings::default();
        assert_eq!(settings.reply(), Effect::End(EndReason::Reply));
        assert_eq!(settings.out_of_office(), Effect::Nothing);
        settings.on_reply = OnReply::EndAsSuccess;
        settings.on_out_of_office = OnOutOfOffice::Reply;
        assert_eq!(
            settings.out_of_office(),
            Effect::End(EndReason::ReplySuccess)
        );
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            (0_usize..4).prop_map(|step| Event::MailPlanned { step }),
            (0_usize..4).prop_map(|step| Event::TaskOpened { step }),
            (0_usize..4).prop_map(|step| Event::TaskAwaited { step }),
            Just(Event::MailFailed),
            Just(Event::Retry),
            Just(Event::LastStepDone),
            proptest::sample::select(EndReason::ALL).prop_map(Event::End),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn steps_go_forward_and_an_end_is_one(events in proptest::collection::vec(event(), 0..12)) {
            let mut state = MemberState::Queued;
            for event in events {
                let Some(next) = state.after(event) else { continue };
                prop_assert!(state.is_running());
                if let (Some(before), Some(now)) = (state.step(), next.step()) {
                    prop_assert!(now >= before);
                }
                state = next;
            }
        }
    }
}
