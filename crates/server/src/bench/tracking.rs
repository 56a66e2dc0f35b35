//! Opens of e-mails, each durable before its answer, and how soon whom it concerns sees them.

use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::ensure;
use axum::Router;
use axum::http::header;
use axum::routing::get;
use liaison_store::Db;
use liaison_store::insight::events;
use tokio::task::JoinSet;

use super::Row;
use super::load::{Line, Times, press};
use super::report::Figure;
use super::serving::{Serving, free_address};
use super::written::{self, Watched};

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
pub(crate) async fn measure(opens: usize, viewers: usize) -> anyhow::Result<Vec<Row>> {
    let data = tempfile::Builder::new()
        .prefix("liaison-bench-")
        .tempdir()?;
    let watched = written::make(data.path(), viewers).await?;
    let serving = Serving::start(data.path())?;
    let pixels: Vec<_> = watched.iter().map(|one| one.pixel.clone()).collect();
    let lines = LINES.min(opens);
    let count = pixels.len();
    let path = move |number: usize| pixels[number % count].clone();
    let (pressed, times) = rate(&serving, lines, opens, path).await?;
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
        row(
            "– p99".to_owned(),
            Some(SLOWEST),
            milliseconds(times.percentile(99)),
        ),
    ];
    let seen = watch(serving.address, watched).await?;
    for (percent, goal) in SEEN {
        let what = format!("feed with {viewers} viewers: from an open to its row, p{percent}");
        rows.push(row(
            what,
            Some(goal),
            milliseconds(seen.percentile(percent)),
        ));
    }
    serving.stop()?;
    let (name, stick) = yardstick(data.path())?;
    let path = |_: usize| "/o/x.gif".to_owned();
    let (pressed, _) = rate(&stick, lines, opens, path).await?;
    rows.push(row(
        format!("– the same image from {name}, which writes nothing"),
        None,
        pressed,
    ));
    stick.stop()?;
    Ok(rows)
}

async fn rate(
    serving: &Serving,
    lines: usize,
    requests: usize,
    path: impl Fn(usize) -> String + Send + Sync + 'static,
) -> anyhow::Result<(Option<Figure>, Times)> {
    let before = serving.cpu();
    let times = press(serving.address, lines, requests, path).await?;
    let taken = serving
        .cpu()
        .zip(before)
        .map(|(after, before)| after - before);
    let rate = taken
        .filter(|taken| *taken > 0.0)
        .map(|taken| requests as f64 / taken);
    Ok((rate.map(Figure::PerCpuSecond), times))
}

/// Opens one e-mail after the other; how long until the one who watches has its row.
async fn watch(address: SocketAddr, watched: Vec<Watched>) -> anyhow::Result<Times> {
    let mut viewing = Vec::with_capacity(watched.len());
    for one in &watched {
        let mut line = Line::open(address).await?;
        let cookie = format!("Cookie: liaison_session={}\r\n", one.session);
        line.ask("/feed/stream", "bench", &cookie).await?;
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
        opening.get(&one.pixel, "Firefox of a reader").await?;
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

fn milliseconds(time: Option<Duration>) -> Option<Figure> {
    time.map(|time| Figure::Milliseconds(time.as_secs_f64() * 1e3))
}

/// nginx in one process, where it is installed, otherwise the least that our own HTTP library can do.
fn yardstick(folder: &Path) -> anyhow::Result<(&'static str, Serving)> {
    let address = free_address()?;
    let is_there = |address| TcpStream::connect(address).is_ok();
    let has_nginx = Command::new("nginx")
        .arg("-v")
        .output()
        .is_ok_and(|o| o.status.success());
    if !has_nginx {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["bench", "--only-image", &address.to_string()]);
        return Ok((
            "a bare axum handler",
            Serving::of(command, address, is_there)?,
        ));
    }
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .into_iter()
        .map(|kind| format!("{kind}_temp_path {folder}/{kind};"))
        .collect();
    let settings = format!(
        "daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr;
         events {{ worker_connections 2048; }}
         http {{ access_log off; keepalive_requests 100000000; {temporary}
           server {{ listen {address}; location / {{ empty_gif; }} }} }}"
    );
    let file = format!("{folder}/nginx.conf");
    fs::write(&file, settings)?;
    let mut command = Command::new("nginx");
    command.args(["-c", &file]);
    Ok((
        "nginx's empty_gif",
        Serving::of(command, address, is_there)?,
    ))
}

/// Answers everything with the image until it is ended.
pub(crate) async fn only_image(address: SocketAddr) -> anyhow::Result<()> {
    let image = || async { ([(header::CONTENT_TYPE, "image/gif")], [0_u8; 43]) };
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, Router::new().route("/o/{file}", get(image))).await?;
    Ok(())
}
