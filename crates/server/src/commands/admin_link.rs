//! `liaison admin-link`: the operator's way in, also when everybody is locked out.

use clap::Args;
use liaison_engine::Clock;
use liaison_engine::access::first_run;

use crate::settings::{Network, Storage};
use crate::wiring;

#[derive(Args)]
pub(crate) struct AdminLink {
    #[command(flatten)]
    storage: Storage,
    #[command(flatten)]
    network: Network,
}

impl AdminLink {
    pub async fn run(self) -> anyhow::Result<()> {
        let engine = wiring::engine(&self.storage, &self.network, Clock::system()).await?;
        println!("{}", first_run::new_link(&engine).await?);
        Ok(())
    }
}
