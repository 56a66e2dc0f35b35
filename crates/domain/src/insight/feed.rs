//! What stands in the live feed, and what of it somebody wants to see (actions 13).

use super::{Event, EventKind};
use crate::codes::codes;

codes! {
    /// What a feed may be narrowed to.
    FeedFilter {
        Opens => "opens",
        Clicks => "clicks",
        Replies => "replies",
        Bounces => "bounces",
        Unsubscribes => "unsubscribes",
        /// Tasks, calls and campaigns.
        Tasks => "tasks",
    }
}

impl FeedFilter {
    pub fn kinds(self) -> &'static [EventKind] {
        match self {
            Self::Opens => &[EventKind::EmailOpened],
            Self::Clicks => &[EventKind::EmailClicked],
            Self::Replies => &[EventKind::EmailReplied, EventKind::AutoReplied],
            Self::Bounces => &[EventKind::EmailBounced, EventKind::EmailFailed],
            Self::Unsubscribes => &[EventKind::Unsubscribed, EventKind::Resubscribed],
            Self::Tasks => &[
                EventKind::TaskAdded,
                EventKind::TaskDue,
                EventKind::TaskCompleted,
                EventKind::CallLogged,
                EventKind::CampaignStarted,
                EventKind::CampaignEnded,
            ],
        }
    }

    /// Under which filter an event stands; a mail that left is no news to who sent it.
    pub fn of(kind: EventKind) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|filter| filter.kinds().contains(&kind))
    }
}

/// The kinds a bell rings for: what others did, not what the user did.
pub fn is_news(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::EmailOpened
            | EventKind::EmailClicked
            | EventKind::EmailReplied
            | EventKind::EmailBounced
            | EventKind::EmailFailed
            | EventKind::Unsubscribed
            | EventKind::TaskDue
    )
}

/// Whether two events that follow each other are shown as one with a count: the same thing again, with
/// the same e-mail. Tasks and what somebody wrote stand alone.
pub fn is_same_again(one: &Event, other: &Event) -> bool {
    let (a, b) = (&one.what, &other.what);
    a.kind == b.kind
        && a.email_id.is_some()
        && a.email_id == b.email_id
        && a.person_id == b.person_id
        && a.is_machine() == b.is_machine()
        && a.detail == b.detail
        && matches!(a.kind, EventKind::EmailOpened | EventKind::EmailClicked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_but_sending_stands_under_one_filter() {
        for kind in EventKind::ALL {
            let under = FeedFilter::ALL.iter().filter(|f| f.kinds().contains(kind));
            let expected = usize::from(*kind != EventKind::EmailSent);
            assert_eq!(under.count(), expected, "{}", kind.code());
        }
    }
}
