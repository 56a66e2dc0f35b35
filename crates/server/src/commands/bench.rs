//! `liaison bench`: figures of this build on this machine, beside the goals.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use liaison_engine::Clock;

use crate::bench::machine::Machine;
use crate::bench::peer::Peer;
use crate::bench::{mails, report, start, tracking};

#[derive(Args)]
pub(crate) struct Bench {
    /// How many new instances are started, each twice
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    starts: u16,
    /// Seconds to leave it alone before its memory is looked at
    #[arg(long, default_value_t = 3)]
    idle: u64,
    /// How many opens of e-mails are noticed
    #[arg(long, default_value_t = 400_000, value_parser = clap::value_parser!(u32).range(1..))]
    opens: u32,
    /// How many watch their feeds at the same time
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u16).range(1..))]
    viewers: u16,
    /// How many mails are composed
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
    mails: u32,
    /// How many e-mails leave one mailbox of the pretend world
    #[cfg(feature = "demo")]
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u16).range(1..))]
    sends: u16,
    /// A folder whose node_modules hold nodemailer, to be measured beside us
    #[arg(long)]
    nodemailer: Option<PathBuf>,
    /// Be the yard-stick: answer with an image at this address, and nothing else
    #[arg(long, hide = true)]
    only_image: Option<SocketAddr>,
}

impl Bench {
    pub async fn run(self) -> anyhow::Result<()> {
        if let Some(address) = self.only_image {
            return tracking::only_image(address).await;
        }
        let machine = Machine::look(&Clock::system());
        let mut rows = start::measure(self.starts.into(), Duration::from_secs(self.idle))?;
        let opens = usize::try_from(self.opens)?;
        rows.extend(tracking::measure(opens, self.viewers.into()).await?);
        let peer = self.nodemailer.map(Peer::at).transpose()?;
        let mails = usize::try_from(self.mails)?;
        let composed = tokio::task::block_in_place(|| mails::measure(mails, peer.as_ref()))?;
        rows.extend(composed);
        #[cfg(feature = "demo")]
        rows.extend(crate::bench::sends::measure(self.sends.into(), peer.as_ref()).await?);
        print!("{}", report::table(&machine, &rows));
        Ok(())
    }
}
