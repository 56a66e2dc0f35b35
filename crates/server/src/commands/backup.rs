//! `liaison backup`: everything in the database in one file, while the product runs.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use crate::settings::Storage;
use crate::{backup, wiring};

#[derive(Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    storage: Storage,
    /// File to write; it must not exist yet
    file: PathBuf,
}

impl Backup {
    pub async fn run(self) -> anyhow::Result<()> {
        let db = wiring::database(&self.storage).await?;
        let name = self.file.display();
        let file =
            File::create_new(&self.file).with_context(|| format!("{name} cannot be made"))?;
        let mut out = BufWriter::new(file);
        let written = backup::write(&db, &mut out).await;
        let rows = match written.and_then(|rows| Ok(out.into_inner()?.sync_all().map(|()| rows)?)) {
            Ok(rows) => rows,
            Err(error) => {
                // Half a backup is none.
                let _ = std::fs::remove_file(&self.file);
                return Err(error.context(format!("{name} cannot be written")));
            }
        };
        println!(
            "{rows} rows are in {name}. Keep the key file with it, in another place: one is worth nothing without the other."
        );
        Ok(())
    }
}
