//! `liaison move-to-postgres`: when one machine is no longer enough.

use anyhow::{Context, bail};
use clap::Args;
use liaison_store::{Db, dump};

use crate::settings::Storage;
use crate::wiring;

#[derive(Args)]
pub(crate) struct MoveToPostgres {
    #[command(flatten)]
    storage: Storage,
    /// The empty PostgreSQL database to move into
    #[arg(long)]
    to: String,
}

impl MoveToPostgres {
    pub async fn run(self) -> anyhow::Result<()> {
        if self.storage.database_url.is_some() {
            bail!("the data is in PostgreSQL already; give --data, not --database-url");
        }
        let from = wiring::database(&self.storage).await?;
        let into = Db::postgres(&self.to)
            .await
            .context("--to cannot be opened")?;
        let writing = into.begin().await?;
        if let Some(table) = dump::something_in(&writing).await? {
            bail!("the database to move into is not empty ({table} holds rows)");
        }
        // A transaction that may write keeps every other writer out, also another process.
        let reading = from.begin().await?;
        let rows = dump::copy(&reading, &writing)
            .await
            .context("nothing was moved")?;
        writing.commit().await?;
        println!(
            "{rows} rows are moved. Start with --database-url and the same key file; SQLite keeps its copy."
        );
        Ok(())
    }
}
