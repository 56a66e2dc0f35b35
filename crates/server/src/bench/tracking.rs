//! Opens of e-mails, each durable before its answer, and how soon whom it concerns sees them.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::ensure;
use liaison_store::Db;
use liaison_store::insight::events;
use tokio::task::JoinSet;

use super::Row;
use super::load::{Ask, Line, Times, rate};
use super::report::Figure;
use super::serving::Serving;
use super::written::{self, Watched};
use super::yardstick::{self, Nginx};

const PER_CPU: Figure = Figure::PerCpuSecond(80_000.0);
const SLOWEST: Figure = Figure::Milliseconds(15.0);
const SEEN: [(usize, Figure); 2] = [
    (50, Figure::Milliseconds(8.0)),
    (99, Figure::Milliseconds(20.0)),
];
/// Browsers that load pixels at the same time.
const LINES: usize = 256;
/// Between two opens while feeds are watched.
const PACE: Duration = Duration::from_millis(4);

/// So many opens, and so many viewers of feeds, on SQLite.
pub(crate) async fn measure(
    opens: usize,
    viewers: usize,
    nginx: Option<&Nginx>,
) -> anyhow::Result<Vec<Row>> {
    let data = tempfile::Builder::new()
        .prefix("liaison-bench-")
        .tempdir()?;
    let watched = written::make(data.path(), viewers).await?;
    let serving = Serving::start(data.path())?;
    let pixels: Vec<_> = watched.iter().map(|one| one.pixel.clone()).collect();
    let lines = LINES.min(opens);
    let count = pixels.len();
    let ask = move |number: usize| Ask {
        path: pixels[number % count].clone(),
        agent: format!("Firefox {number}"),
        more: String::new(),
    };
    let (pressed, times) = rate(&serving, lines, opens, ask).await?;
    let kept = events::last(&Db::sqlite(&data.path().join("liaison.db")).await?).await?;
    ensure!(
        usize::try_from(kept)? == opens,
        "{kept} of {opens} opens were written down"
    );
    let row = |what: String, goal, measured| Row {
        what,
        goal,
        measured,
    };
    let mut rows = vec![
        row(
            format!("tracking: {opens} opens over {lines} lines, each durable before its answer"),
            Some(PER_CPU),
            pressed,
        ),
        row("– p99".to_owned(), Some(SLOWEST), times.percentile(99)),
    ];
    rows.extend(yardstick::measure(nginx, data.path(), lines, opens).await?);
    let seen = watch(serving.address, watched).await?;
    serving.stop()?;
    for (percent, goal) in SEEN {
        let what = format!("feed with {viewers} viewers: from an open to its row, p{percent}");
        rows.push(row(what, Some(goal), seen.percentile(percent)));
    }
    Ok(rows)
}

/// Opens one e-mail after the other; how long until the one who watches has its row.
async fn watch(address: SocketAddr, watched: Vec<Watched>) -> anyhow::Result<Times> {
    let mut viewing = Vec::with_capacity(watched.len());
    for one in &watched {
        let mut line = Line::open(address).await?;
        line.ask(&Ask {
            path: "/feed/stream".into(),
            agent: "bench".into(),
            more: format!("Cookie: liaison_session={}\r\n", one.session),
        })
        .await?;
        line.until(b"retry: ").await?;
        viewing.push(line);
    }
    let mut opening = Line::open(address).await?;
    let mut waiting = JoinSet::new();
    for (one, mut line) in watched.iter().zip(viewing) {
        let began = Instant::now();
        waiting.spawn(async move {
            line.until(b"event: row").await?;
            Ok::<_, anyhow::Error>((began.elapsed(), line))
        });
        let ask = Ask {
            path: one.pixel.clone(),
            agent: "Firefox of a reader".into(),
            more: String::new(),
        };
        opening.get(&ask).await?;
        tokio::time::sleep(PACE).await;
    }
    let mut times = Vec::with_capacity(watched.len());
    // Nobody leaves before all have seen theirs.
    let mut lines = Vec::new();
    while let Some(done) = waiting.join_next().await {
        let (time, line) = done??;
        times.push(time);
        lines.push(line);
    }
    Ok(Times::of(times))
}
