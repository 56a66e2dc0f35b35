//! `liaison restore`: a backup into an empty database, of either engine.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use liaison_store::dump;

use crate::settings::Storage;
use crate::{backup, wiring};

#[derive(Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    storage: Storage,
    /// File that `liaison backup` wrote
    file: PathBuf,
}

impl Restore {
    pub async fn run(self) -> anyhow::Result<()> {
        let name = self.file.display();
        let file = File::open(&self.file).with_context(|| format!("{name} cannot be read"))?;
        let db = wiring::database(&self.storage).await?;
        let tx = db.begin().await?;
        if let Some(table) = dump::something_in(&tx).await? {
            bail!("the database is not empty ({table} holds rows); restore into an empty one");
        }
        let rows = backup::read(&tx, BufReader::new(file))
            .await
            .context("nothing was restored")?;
        tx.commit().await?;
        println!("{rows} rows are restored. The key file that belongs to them is needed to start.");
        Ok(())
    }
}
