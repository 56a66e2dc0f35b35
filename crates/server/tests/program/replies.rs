//! The power goes while an answer is taken out of a seller's mailbox.

use jiff::SignedDuration;
use liaison_domain::mail::EmailState;

use crate::home::{Home, LEASE};
use crate::liaison::until;
use crate::support::letters::{answers, email, events_of, sent};

/// Between reading a message and its effects, between these and the new position, and after that.
const PLACES: [&str; 3] = ["inbound-read", "inbound-taken", "watch-saved"];

#[tokio::test]
async fn an_answer_survives_power_cuts_and_counts_once() {
    let home = Home::new().await;
    let (program, mut visit) = home.start().await;
    home.connect(&mut visit, "gmail").await;
    home.settle().await;
    assert_eq!(program.stop().await.0, 0);
    let instance = &home.instance;
    for place in PLACES {
        let letter = sent(instance, "lena@buyer.example", "").await;
        assert_eq!(letter.state, EmailState::Delivered);
        let id = format!("{place}@buyer.example");
        answers(instance, &letter, "lena@buyer.example", &id, "Gladly.").await;
        instance.pass(SignedDuration::from_secs(31));
        let (program, _) = home.start_crashing(place).await;
        program.aborted().await;

        let (program, _) = home.start().await;
        instance.pass(LEASE);
        until("the answer", async || {
            let replies = email(instance, letter.id).await.replies;
            (replies > 0).then_some(())
        })
        .await;
        assert_eq!(program.stop().await.0, 0);
        // The look that was broken off is done again, and so is the next.
        for _ in 0..2 {
            instance.pass(LEASE);
            instance.drain().await;
        }
        assert_eq!(email(instance, letter.id).await.replies, 1, "{place}");
        let told = events_of(instance, letter.id).await;
        assert_eq!(told.len(), 2, "{place}: {told:?}");
    }
}
