//! Watches the mailboxes and tells the apps that asked for it.

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::google::pubsub;
use crate::microsoft::subscriptions;
use crate::state::State;

/// Pushes after every change of a mailbox, until the world ends.
pub async fn run(state: Arc<State>) {
    let mut bell = state.mail_bell.subscribe();
    let mut pushes = JoinSet::new();
    loop {
        for push in pubsub::due(&state) {
            pushes.spawn(push);
        }
        for push in subscriptions::due(&state) {
            pushes.spawn(push);
        }
        while pushes.try_join_next().is_some() {}
        if bell.changed().await.is_err() {
            return;
        }
    }
}
