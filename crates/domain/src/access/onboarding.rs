//! The wizard's steps after activation (seeds 000 and 001; administration 5.10).

use jiff::Timestamp;

/// The screens a new seller meets, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Screen 5: the account is active; *Start*.
    Start,
    /// Screen 6: what is coming; *Next*.
    Introduction,
    /// Screens 7–11: the mailbox.
    Mailbox,
    /// Screen 12: *Save* or *Skip*.
    Signature,
    /// Screen 13: summary; *Finish*.
    Finish,
    /// Screen 14: the quick tour is offered; *Next* or *Not now*.
    Tour,
}

impl Step {
    pub const ALL: [Self; 6] = [
        Self::Start,
        Self::Introduction,
        Self::Mailbox,
        Self::Signature,
        Self::Finish,
        Self::Tour,
    ];

    /// As in the address of its page.
    pub fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Introduction => "introduction",
            Self::Mailbox => "mailbox",
            Self::Signature => "signature",
            Self::Finish => "finish",
            Self::Tour => "tour",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// When each step was completed. A step that was put off counts as completed; what it would have
/// given shows in the profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Onboarding {
    pub done: [Option<Timestamp>; 6],
}

/// How a step stands on the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Done,
    Now,
    ToDo,
}

impl Onboarding {
    pub fn complete(&mut self, step: Step, at: Timestamp) {
        let slot = &mut self.done[step as usize];
        *slot = slot.or(Some(at));
    }

    pub fn is_done(&self, step: Step) -> bool {
        self.done[step as usize].is_some()
    }

    /// The first incomplete step: where the wizard goes on in any browser. `None` when finished.
    pub fn next(&self) -> Option<Step> {
        Step::ALL.into_iter().find(|step| !self.is_done(*step))
    }

    /// Whether a step's page may be shown: what is done can be seen again, nothing can be skipped ahead.
    pub fn may_show(&self, step: Step) -> bool {
        self.next().is_none_or(|next| step <= next)
    }

    pub fn mark(&self, step: Step, shown: Step) -> Mark {
        if step == shown {
            Mark::Now
        } else if self.is_done(step) {
            Mark::Done
        } else {
            Mark::ToDo
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_where_it_was_left() {
        let mut wizard = Onboarding::default();
        assert_eq!(wizard.next(), Some(Step::Start));
        assert!(!wizard.may_show(Step::Mailbox));
        wizard.complete(Step::Start, Timestamp::UNIX_EPOCH);
        wizard.complete(Step::Introduction, Timestamp::UNIX_EPOCH);
        assert_eq!(wizard.next(), Some(Step::Mailbox));
        assert!(wizard.may_show(Step::Start));
        for step in Step::ALL {
            wizard.complete(step, Timestamp::UNIX_EPOCH);
        }
        assert_eq!(wizard.next(), None);
    }

    #[test]
    fn completing_twice_keeps_the_first_time() {
        let mut wizard = Onboarding::default();
        let later = Timestamp::from_second(9).unwrap();
        wizard.complete(Step::Start, Timestamp::UNIX_EPOCH);
        wizard.complete(Step::Start, later);
        assert_eq!(wizard.done[0], Some(Timestamp::UNIX_EPOCH));
    }
}
