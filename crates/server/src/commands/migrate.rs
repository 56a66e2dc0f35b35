//! `liaison migrate`

use clap::Args;

use crate::settings::Storage;
use crate::wiring;

#[derive(Args)]
pub(crate) struct Migrate {
    #[command(flatten)]
    storage: Storage,
}

impl Migrate {
    pub async fn run(self) -> anyhow::Result<()> {
        let db = wiring::database(&self.storage).await?;
        println!("The {} database is up to date.", db.engine_name());
        Ok(())
    }
}
