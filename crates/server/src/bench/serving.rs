//! A `liaison serve` of our own executable, to be measured from outside.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks; without it the one who waits takes a core from the one who starts.
const LOOK_EVERY: Duration = Duration::from_micros(100);

/// It ends with this value.
pub(super) struct Serving {
    child: Child,
    pub address: SocketAddr,
    /// From before the process was made until it said that it is well.
    pub took: Duration,
}

impl Serving {
    /// Starts on a free port of the loopback address and waits for the first 200 of `/health`. The
    /// environment of the caller is kept away: it may name another database.
    pub fn start(data: &Path) -> anyhow::Result<Self> {
        let address = free_address()?;
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(data);
        Self::of(command, address, is_well)
    }

    /// Starts any program that serves this address.
    pub fn of(
        mut command: Command,
        address: SocketAddr,
        is_well: impl Fn(SocketAddr) -> bool,
    ) -> anyhow::Result<Self> {
        command
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let began = Instant::now();
        let child = command
            .spawn()
            .context("what is measured cannot be started")?;
        let mut serving = Self {
            child,
            address,
            took: Duration::ZERO,
        };
        while !is_well(address) {
            if let Some(status) = serving.child.try_wait()? {
                bail!("what is measured ended by itself: {status}");
            }
            if began.elapsed() > PATIENCE {
                bail!(
                    "what is measured is not well after {} s",
                    PATIENCE.as_secs()
                );
            }
            std::thread::sleep(LOOK_EVERY);
        }
        serving.took = began.elapsed();
        Ok(serving)
    }

    /// A file of the system about the process; none where the system has no such.
    pub fn about(&self, file: &str) -> Option<String> {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).ok()
    }

    /// Seconds of a processor it has taken; none where the system does not tell.
    pub fn cpu(&self) -> Option<f64> {
        let text = self.about("stat")?;
        // After the name in brackets; the system counts in hundredths of a second (proc_pid_stat(5)).
        let fields: Vec<_> = text.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |n: usize| fields.get(n)?.parse::<f64>().ok();
        Some((ticks(11)? + ticks(12)?) / 100.0)
    }

    /// Ends it as a system does, so that the next start finds everything in order.
    pub fn stop(mut self) -> anyhow::Result<()> {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-s", "TERM", &id]).status();
        if told.is_ok_and(|status| status.success()) {
            self.child.wait()?;
        }
        Ok(())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}

fn is_well(address: SocketAddr) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(b"GET /health HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")?;
        let mut answer = [0; b"HTTP/1.1 200".len()];
        stream.read_exact(&mut answer)?;
        Ok::<_, std::io::Error>(answer == *b"HTTP/1.1 200")
    };
    ask().unwrap_or(false)
}
