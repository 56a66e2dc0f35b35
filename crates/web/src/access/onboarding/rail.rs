//! The slim rail that shows where one is.

use liaison_domain::access::onboarding::Mark;
use liaison_domain::access::{Onboarding, Step};

use crate::texts::Texts;

pub(crate) struct Rail(pub Vec<RailStep>);

pub(crate) struct RailStep {
    pub name: String,
    /// `done`, `now` or `todo`.
    pub mark: &'static str,
}

impl Rail {
    pub fn before_activation(t: &Texts) -> Self {
        let later = Step::ALL
            .into_iter()
            .map(|step| RailStep::of(t, step, "todo"));
        Self(
            std::iter::once(RailStep::activation(t, "now"))
                .chain(later.flatten())
                .collect(),
        )
    }

    pub fn at(t: &Texts, wizard: &Onboarding, shown: Step) -> Self {
        let mark = |step| match wizard.mark(step, shown) {
            Mark::Done => "done",
            Mark::Now => "now",
            Mark::ToDo => "todo",
        };
        // Welcome and introduction are one stop on the rail.
        let first = if shown <= Step::Introduction {
            "now"
        } else {
            "done"
        };
        let start = RailStep {
            name: t.of_family("rail", "start").to_owned(),
            mark: first,
        };
        // The summary, the tour and the way out are the last stop.
        let shown_stop = shown.min(Step::Finish);
        let later = [Step::Mailbox, Step::Signature, Step::Finish].map(|step| RailStep {
            name: t.of_family("rail", step.code()).to_owned(),
            mark: if step == shown_stop {
                "now"
            } else {
                mark(step)
            },
        });
        Self(
            [RailStep::activation(t, "done"), start]
                .into_iter()
                .chain(later)
                .collect(),
        )
    }
}

impl RailStep {
    fn of(t: &Texts, step: Step, mark: &'static str) -> Option<Self> {
        (!matches!(step, Step::Introduction | Step::Tour)).then(|| Self {
            name: t.of_family("rail", step.code()).to_owned(),
            mark,
        })
    }
}

impl RailStep {
    /// The rail before there is an account: activation is the step in hand.
    fn activation(t: &Texts, mark: &'static str) -> Self {
        Self {
            name: t.get("rail-activate").to_owned(),
            mark,
        }
    }
}
