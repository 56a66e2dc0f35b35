//! On what, when and with which build something was measured.

use std::fmt;

use liaison_engine::Clock;

pub(crate) struct Machine {
    cpu: String,
    cores: usize,
    date: String,
}

impl Machine {
    pub fn look(clock: &Clock) -> Self {
        let known = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = known.lines().find(|line| line.starts_with("model name"));
        let model = model.and_then(|line| line.split_once(':'));
        Self {
            cpu: model
                .map_or(std::env::consts::ARCH, |(_, name)| name.trim())
                .to_owned(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            date: clock.now().strftime("%Y-%m-%d").to_string(),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let profile = if cfg!(debug_assertions) {
            "debug"
        } else {
            "dist"
        };
        let demo = if cfg!(feature = "demo") {
            "with"
        } else {
            "without"
        };
        let Self { cpu, cores, date } = self;
        write!(
            f,
            "{date}, {cpu}, {cores} cores, Liaison {}, profile {profile}, {demo} the demo world",
            env!("CARGO_PKG_VERSION")
        )
    }
}
