//! `liaison restore`: a backup into an empty database, of either engine.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use liaison_domain::Refusal;
use liaison_domain::links::mailbox::Findings;
use liaison_domain::mail::send::Purpose;
use liaison_store::links::mailboxes;
use liaison_store::mail::{emails, sends};
use liaison_store::{Tx, dump};

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
        put_in_doubt(&tx).await?;
        tx.commit().await?;
        println!("{rows} rows are restored. The key file that belongs to them is needed to start.");
        Ok(())
    }
}

/// What was on its way when the backup was made may have left since: a person looks, nothing is sent
/// again (quality "A send is a protocol").
async fn put_in_doubt(tx: &Tx) -> anyhow::Result<()> {
    for send in sends::doubt_all(tx).await? {
        if send.purpose == Purpose::Email {
            emails::doubt(tx, &send).await?;
            continue;
        }
        let addresses: Vec<_> = send.recipients.iter().map(ToString::to_string).collect();
        let address = addresses.join(", ");
        let findings = Findings::doubtful(Refusal::MailboxTestUnknown { address });
        mailboxes::set_findings(tx, send.mailbox_id, &findings, send.changed_at).await?;
    }
    Ok(())
}
