//! `liaison bench`: figures of this build on this machine, beside the goals.

use std::time::Duration;

use clap::Args;
use liaison_engine::Clock;

use crate::bench::machine::Machine;
use crate::bench::{report, start};

#[derive(Args)]
pub(crate) struct Bench {
    /// How many new instances are started, each twice
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    starts: u16,
    /// Seconds to leave it alone before its memory is looked at
    #[arg(long, default_value_t = 3)]
    idle: u64,
}

impl Bench {
    pub fn run(self) -> anyhow::Result<()> {
        let machine = Machine::look(&Clock::system());
        let rows = start::measure(self.starts.into(), Duration::from_secs(self.idle))?;
        print!("{}", report::table(&machine, &rows));
        Ok(())
    }
}
