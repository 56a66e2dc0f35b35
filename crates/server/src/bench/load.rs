//! Many browsers at once, each on a line of its own that stays open.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::report::Figure;
use super::serving::Serving;

/// How long each request took, the quickest first.
pub(super) struct Times(Vec<Duration>);

impl Times {
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that so many in a hundred did not exceed.
    pub fn percentile(&self, percent: usize) -> Option<Figure> {
        let place = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        let time = self.0.get(place)?;
        Some(Figure::Milliseconds(time.as_secs_f64() * 1e3))
    }
}

/// What one request asks for.
pub(super) struct Ask {
    pub path: String,
    /// The program that asks.
    pub agent: String,
    /// Whole lines of headers.
    pub more: String,
}

/// Sends so many requests over so many lines.
pub(super) async fn press(
    address: SocketAddr,
    lines: usize,
    requests: usize,
    ask: impl Fn(usize) -> Ask + Send + Sync + 'static,
) -> anyhow::Result<Times> {
    let next = Arc::new(AtomicUsize::new(0));
    let ask = Arc::new(ask);
    let mut working = JoinSet::new();
    for _ in 0..lines {
        let (next, ask) = (next.clone(), ask.clone());
        working.spawn(async move {
            let mut line = Line::open(address).await?;
            let mut times = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= requests {
                    return Ok::<_, anyhow::Error>(times);
                }
                let ask = ask(number);
                let began = Instant::now();
                line.get(&ask).await?;
                times.push(began.elapsed());
            }
        });
    }
    let mut times = Vec::with_capacity(requests);
    while let Some(done) = working.join_next().await {
        times.extend(done??);
    }
    Ok(Times::of(times))
}

/// The same against a process, with the requests it answers in a second of a processor, where the system
/// tells.
pub(super) async fn rate(
    serving: &Serving,
    lines: usize,
    requests: usize,
    ask: impl Fn(usize) -> Ask + Send + Sync + 'static,
) -> anyhow::Result<(Option<Figure>, Times)> {
    let before = serving.cpu();
    let times = press(serving.address, lines, requests, ask).await?;
    let taken = serving
        .cpu()
        .zip(before)
        .map(|(after, before)| after - before);
    let rate = taken
        .filter(|taken| *taken > 0.0)
        .map(|taken| requests as f64 / taken);
    Ok((rate.map(Figure::PerCpuSecond), times))
}

/// One line to a server.
pub(super) struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.context(
            "a line cannot be opened; for many viewers the limit of open files (ulimit -n) must be higher",
        )?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::new(),
        })
    }

    /// Asks and reads the whole answer, which must be a 200 of a known length.
    pub async fn get(&mut self, ask: &Ask) -> anyhow::Result<()> {
        self.ask(ask).await?;
        let (head, at) = self.head().await?;
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse::<usize>())
        });
        let length = length.context("an answer without its length")??;
        while self.buffer.len() < at + length {
            self.read().await?;
        }
        self.buffer.drain(..at + length);
        Ok(())
    }

    pub async fn ask(&mut self, ask: &Ask) -> anyhow::Result<()> {
        let Ask { path, agent, more } = ask;
        let text =
            format!("GET {path} HTTP/1.1\r\nHost: bench\r\nUser-Agent: {agent}\r\n{more}\r\n");
        self.stream.write_all(text.as_bytes()).await?;
        Ok(())
    }

    /// The head of an answer with 200, and where its body begins.
    async fn head(&mut self) -> anyhow::Result<(String, usize)> {
        loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
                ensure!(head.starts_with("HTTP/1.1 200"), "answered with {head}");
                return Ok((head, end + 4));
            }
            self.read().await?;
        }
    }

    /// Reads on until this has come, and forgets what was before it.
    pub async fn until(&mut self, mark: &[u8]) -> anyhow::Result<()> {
        loop {
            if let Some(at) = find(&self.buffer, mark) {
                self.buffer.drain(..at + mark.len());
                return Ok(());
            }
            self.read().await?;
        }
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the line was closed");
        }
        Ok(())
    }
}

fn find(text: &[u8], mark: &[u8]) -> Option<usize> {
    text.windows(mark.len()).position(|window| window == mark)
}
