//! How fast it is there, what it takes while nobody asks, how large it is.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Row;
use super::report::Figure;
use super::serving::Serving;

const START: Figure = Figure::Milliseconds(30.0);
const MEMORY: Figure = Figure::Megabytes(20.0);
const SIZE: Figure = Figure::Megabytes(20.0);

/// Starts so many instances, each twice, and looks at the last one after it was left alone.
pub(crate) fn measure(starts: usize, idle: Duration) -> anyhow::Result<Vec<Row>> {
    let mut bare = Vec::new();
    let mut first = Vec::new();
    let mut later = Vec::new();
    let mut memory = (None, None);
    for n in 1..=starts {
        bare.extend(spawn_nothing());
        let data = tempfile::Builder::new()
            .prefix("liaison-bench-")
            .tempdir()?;
        let serving = Serving::start(data.path())?;
        first.push(serving.took);
        serving.stop()?;
        let serving = Serving::start(data.path())?;
        later.push(serving.took);
        if n == starts {
            std::thread::sleep(idle);
            memory = memory_of(&serving);
        }
        serving.stop()?;
    }
    let size = std::fs::metadata(std::env::current_exe()?)?.len();
    let row = |what: &str, goal, measured| Row {
        what: what.to_owned(),
        goal,
        measured,
    };
    let idle = idle.as_secs_f64();
    Ok(vec![
        row(
            &format!(
                "first start, with all migrations: to the first 200 of /health, median of {starts}"
            ),
            Some(START),
            median(&mut first),
        ),
        row("– the slowest", None, slowest(&first)),
        row(
            &format!("later start, median of {starts}"),
            Some(START),
            median(&mut later),
        ),
        row("– the slowest", None, slowest(&later)),
        row(
            "start and end of `/bin/true`, the machine's lower limit, median",
            None,
            median(&mut bare),
        ),
        row(
            &format!("resident memory (RSS) after {idle} s idle"),
            Some(MEMORY),
            memory.0,
        ),
        row("– its share of it (PSS)", None, memory.1),
        row(
            "the program file",
            Some(SIZE),
            Some(Figure::Megabytes(size as f64 / 1e6)),
        ),
    ])
}

fn spawn_nothing() -> Option<Duration> {
    let began = Instant::now();
    let status = Command::new("/bin/true").stdin(Stdio::null()).status();
    status.ok().map(|_| began.elapsed())
}

/// Resident and proportional set size.
fn memory_of(serving: &Serving) -> (Option<Figure>, Option<Figure>) {
    let figure = |file: &str, name: &str| {
        let text = serving.about(file)?;
        let kilobytes = text.lines().find_map(|line| line.strip_prefix(name))?;
        let kilobytes: f64 = kilobytes.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(Figure::Megabytes(kilobytes * 1024.0 / 1e6))
    };
    (figure("status", "VmRSS:"), figure("smaps_rollup", "Pss:"))
}

fn median(times: &mut [Duration]) -> Option<Figure> {
    times.sort_unstable();
    times.get(times.len() / 2).map(milliseconds)
}

fn slowest(times: &[Duration]) -> Option<Figure> {
    times.iter().max().map(milliseconds)
}

fn milliseconds(time: &Duration) -> Figure {
    Figure::Milliseconds(time.as_secs_f64() * 1e3)
}
