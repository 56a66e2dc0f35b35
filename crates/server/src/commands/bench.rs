//! `liaison bench`: figures of this build on this machine, beside the goals.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use liaison_engine::Clock;

use crate::bench::machine::Machine;
use crate::bench::{report, start, tracking};

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
        print!("{}", report::table(&machine, &rows));
        Ok(())
    }
}
