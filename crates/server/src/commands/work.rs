//! `liaison work`

use clap::Args;
use liaison_engine::jobs;

use super::serve::clock;
use crate::settings::{Network, Storage};
use crate::{listen, wiring};

#[derive(Args)]
pub(crate) struct Work {
    #[command(flatten)]
    storage: Storage,
    #[command(flatten)]
    network: Network,
}

impl Work {
    pub async fn run(self) -> anyhow::Result<()> {
        let engine =
            wiring::engine(&self.storage, &self.network, clock(&self.network).await?).await?;
        let stop = listen::stop_signal()?;
        println!("Liaison works in the background.");
        jobs::work(engine.clone(), stop).await;
        engine.insight.close().await;
        Ok(())
    }
}
