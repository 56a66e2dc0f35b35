//! `liaison bench`: figures of this build on this machine, beside the goals.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use liaison_engine::Clock;

use crate::bench::machine::Machine;
use crate::bench::peer::Peer;
use crate::bench::{mails, report, start};

#[derive(Args)]
pub(crate) struct Bench {
    /// How many new instances are started, each twice
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    starts: u16,
    /// Seconds to leave it alone before its memory is looked at
    #[arg(long, default_value_t = 3)]
    idle: u64,
    /// How many mails are composed
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
    mails: u32,
    /// How many e-mails leave one mailbox; needs the pretend world
    #[cfg(feature = "demo")]
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u16).range(1..))]
    sends: u16,
    /// A folder whose node_modules hold nodemailer, to be measured beside us
    #[arg(long)]
    nodemailer: Option<PathBuf>,
}

impl Bench {
    pub async fn run(self) -> anyhow::Result<()> {
        let machine = Machine::look(&Clock::system());
        let peer = self.nodemailer.map(Peer::at).transpose()?;
        let rows = tokio::task::block_in_place(|| {
            let mut rows = start::measure(self.starts.into(), Duration::from_secs(self.idle))?;
            rows.extend(mails::measure(usize::try_from(self.mails)?, peer.as_ref())?);
            anyhow::Ok(rows)
        })?;
        #[cfg(feature = "demo")]
        let rows = {
            let sends = crate::bench::sends::measure(self.sends.into(), peer.as_ref()).await?;
            rows.into_iter().chain(sends).collect::<Vec<_>>()
        };
        print!("{}", report::table(&machine, &rows));
        Ok(())
    }
}
