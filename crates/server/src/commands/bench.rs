//! `liaison bench`: figures of this build on this machine, beside the goals.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use liaison_engine::Clock;

use crate::bench::machine::Machine;
use crate::bench::peer::Peer;
use crate::bench::yardstick::{self, Nginx};
use crate::bench::{mails, people, report, start, steps, tracking};

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Start, idle memory, size
    Start,
    /// Opens of e-mails, and the feeds that show them
    Tracking,
    /// The panel, lists and searches over very many people
    People,
    /// Due steps of campaigns
    Steps,
    /// Mails put into bytes
    Mails,
    /// E-mails that leave a mailbox of the pretend world
    #[cfg(feature = "demo")]
    Sends,
}

#[derive(Args)]
pub(crate) struct Bench {
    /// Measure these alone, with commas between
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Kind>,
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
    /// An nginx to be measured beside the tracking; otherwise the one of this system
    #[arg(long)]
    nginx: Option<PathBuf>,
    /// How many people there are
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..))]
    people: u32,
    /// How often each kind of page about them is asked for
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
    pages: u32,
    /// How many steps of campaigns are due
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
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
            return yardstick::only_image(address).await;
        }
        let wanted = |kind| self.only.is_empty() || self.only.contains(&kind);
        let machine = Machine::look(&Clock::system());
        let peer = self.nodemailer.map(Peer::at).transpose()?;
        let mut rows = Vec::new();
        if wanted(Kind::Start) {
            let idle = Duration::from_secs(self.idle);
            rows.extend(start::measure(self.starts.into(), idle)?);
        }
        if wanted(Kind::Tracking) {
            let nginx = Nginx::find(self.nginx)?;
            let opens = usize::try_from(self.opens)?;
            rows.extend(tracking::measure(opens, self.viewers.into(), nginx.as_ref()).await?);
        }
        if wanted(Kind::People) {
            let (people, pages) = (usize::try_from(self.people)?, usize::try_from(self.pages)?);
            rows.extend(people::measure(people, pages).await?);
        }
        if wanted(Kind::Steps) {
            rows.extend(steps::measure(usize::try_from(self.steps)?).await?);
        }
        if wanted(Kind::Mails) {
            let mails = usize::try_from(self.mails)?;
            rows.extend(tokio::task::block_in_place(|| {
                mails::measure(mails, peer.as_ref())
            })?);
        }
        #[cfg(feature = "demo")]
        if wanted(Kind::Sends) {
            rows.extend(crate::bench::sends::measure(self.sends.into(), peer.as_ref()).await?);
        }
        print!("{}", report::table(&machine, &rows));
        Ok(())
    }
}
