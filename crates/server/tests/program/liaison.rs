//! Runs the program, reads what it prints, stops it.

use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(60);
/// Without it the one who waits takes a core from the one who works.
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);
/// The signal of an abort.
const ABORTED: i32 = 6;

/// A running program. It dies with the test.
pub struct Liaison {
    child: Child,
    printed: Lines<BufReader<ChildStdout>>,
    log: Arc<Mutex<String>>,
}

/// How a program ended that runs to its end by itself.
pub struct Ended {
    pub code: i32,
    pub printed: String,
    pub log: String,
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Runs a command to its end.
pub async fn run(folder: &Path, arguments: &[&str]) -> Ended {
    ended(&mut command(folder, arguments)).await
}

/// The same, with these folders alone on the path.
pub async fn run_on_path(path: &Path, folder: &Path, arguments: &[&str]) -> Ended {
    ended(command(folder, arguments).env("PATH", path)).await
}

async fn ended(command: &mut Command) -> Ended {
    let output = timeout(PATIENCE, command.output())
        .await
        .expect("it does not end")
        .unwrap();
    Ended {
        code: output.status.code().unwrap(),
        printed: String::from_utf8(output.stdout).unwrap(),
        log: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Liaison {
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::logging(folder, arguments, "info")
    }

    /// Starts with `RUST_LOG`.
    pub fn logging(folder: &Path, arguments: &[&str], level: &str) -> Self {
        Self::run(command(folder, arguments).env("RUST_LOG", level))
    }

    /// Starts a program that ends at this place as a power cut would end it.
    pub fn crashing(folder: &Path, arguments: &[&str], place: &str) -> Self {
        Self::run(command(folder, arguments).env("LIAISON_CRASH_AT", place))
    }

    /// Starts a program that stands still at this place, once, until it is told to go on.
    pub fn freezing(folder: &Path, arguments: &[&str], place: &str) -> Self {
        Self::run(command(folder, arguments).env("LIAISON_FREEZE_AT", place))
    }

    fn run(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let printed = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut errors = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(String::new()));
        let kept = log.clone();
        tokio::spawn(async move {
            while let Ok(Some(line)) = errors.next_line().await {
                let mut log = kept.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        Self {
            child,
            printed,
            log,
        }
    }

    /// The next line it prints.
    pub async fn line(&mut self) -> String {
        match timeout(PATIENCE, self.printed.next_line()).await {
            Ok(Ok(Some(line))) => line,
            other => panic!("{other:?}: {}", self.log()),
        }
    }

    /// Its address, from the first line it prints.
    pub async fn address(&mut self) -> String {
        let line = self.line().await;
        let address = line.strip_prefix("Liaison is at ").unwrap();
        address.trim_end_matches('/').to_owned()
    }

    /// The one-time link it prints while there is no admin.
    pub async fn link(&mut self) -> String {
        let line = self.line().await;
        assert!(line.contains("once"), "{line}");
        self.line().await
    }

    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits until the system has stopped it.
    pub async fn frozen(&self) {
        let file = format!("/proc/{}/stat", self.child.id().expect("it runs"));
        until("the frozen program", async || {
            let stat = std::fs::read_to_string(&file).unwrap();
            let state = stat.rsplit(')').next().unwrap().trim_start();
            state.starts_with('T').then_some(())
        })
        .await;
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.id().expect("it runs").to_string();
        let status = std::process::Command::new("kill")
            .args(["-s", name, &id])
            .status();
        assert!(status.unwrap().success());
    }

    /// Ends it as a system does; the exit code, and what it had printed since.
    pub async fn stop(mut self) -> (i32, String) {
        self.signal("TERM");
        self.ended().await
    }

    /// Waits for its end.
    pub async fn ended(&mut self) -> (i32, String) {
        let status = timeout(PATIENCE, self.child.wait()).await;
        let status = status.unwrap_or_else(|_| panic!("it does not end: {}", self.log()));
        let mut rest = String::new();
        self.printed
            .get_mut()
            .read_to_string(&mut rest)
            .await
            .unwrap();
        (status.unwrap().code().unwrap_or(-1), rest)
    }

    /// Waits until it has aborted by itself.
    pub async fn aborted(mut self) {
        let status = timeout(PATIENCE, self.child.wait()).await;
        let status = status.unwrap_or_else(|_| panic!("it does not crash: {}", self.log()));
        assert_eq!(status.unwrap().signal(), Some(ABORTED), "{}", self.log());
    }

    /// Ends it as a power cut does.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// Asks again and again until there is an answer; the thing itself is waited for, not a time.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let search = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    };
    timeout(PATIENCE, search)
        .await
        .unwrap_or_else(|_| panic!("in vain waited for {what}"))
}
