//! Links to the first-run page, made by several processes at once.

use futures::future::join_all;
use liaison_engine::access::first_run;
use liaison_testkit::{Fresh, on_both_engines};

use crate::support::{Instance, token_of};
use crate::times;

on_both_engines! {
    async fn of_twenty_links_made_at_once_one_is_good(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        for _ in 0..times(5, 100) {
            let makers = (0..20).map(|i| {
                let engine = if i % 2 == 0 { &instance.engine } else { &other.engine };
                first_run::new_link(engine)
            });
            let mut good = 0;
            for link in join_all(makers).await {
                let token = token_of(&link.unwrap());
                good += u8::from(first_run::is_open(&instance.engine, &token).await.unwrap());
            }
            assert_eq!(good, 1);
        }
    }
}
