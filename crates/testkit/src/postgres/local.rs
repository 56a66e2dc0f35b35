//! A PostgreSQL server of our own, in a folder of its own, that ends with the test process.

use std::env;
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::account::Account;

const PATIENCE: Duration = Duration::from_secs(60);
/// The port may be taken between looking for it and using it.
const TRIES: usize = 3;
const OLDEST: u32 = 15;

pub(super) struct LocalServer {
    port: u16,
    /// The supervisor ends the server when this closes, and the kernel closes it when we die.
    _lifeline: ChildStdin,
}

impl LocalServer {
    pub(super) fn start() -> Self {
        let programs = programs().expect("PostgreSQL 15 is needed: ./test installs it");
        let mut said = String::new();
        for _ in 0..TRIES {
            match Self::try_start(&programs) {
                Ok(server) => return server,
                Err(log) => said = log,
            }
        }
        panic!("PostgreSQL does not start:\n{said}");
    }

    /// A superuser's URL of the server's own database.
    pub(super) fn url(&self) -> String {
        format!("postgres://liaison@127.0.0.1:{}/postgres", self.port)
    }

    fn try_start(programs: &Path) -> Result<Self, String> {
        let account = Account::suitable();
        let folder = tempfile::Builder::new()
            .prefix("liaison-postgres-")
            .permissions(fs::Permissions::from_mode(0o700))
            .tempdir()
            .expect("a folder");
        account.take(folder.path());
        let port = free_port();
        let mut supervisor = Command::new("sh")
            .arg("-c")
            .arg(include_str!("supervise.sh"))
            .arg("postgres-supervisor")
            .args([folder.path(), programs])
            .arg(port.to_string())
            .args(account.prefix())
            .current_dir(folder.path())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh could not be started");
        let lifeline = supervisor.stdin.take().expect("it is piped");
        // From here on the supervisor removes it.
        let folder = folder.keep();
        match wait_until_ready(&mut supervisor, &folder) {
            Ok(()) => Ok(Self {
                port,
                _lifeline: lifeline,
            }),
            Err(Ended) => {
                drop(lifeline);
                Err(last_words(supervisor))
            }
        }
    }
}

/// The server is no more, or never was.
struct Ended;

/// The server writes into its lock file how it stands.
fn wait_until_ready(supervisor: &mut Child, folder: &Path) -> Result<(), Ended> {
    let state = folder.join("data/postmaster.pid");
    let deadline = Instant::now() + PATIENCE;
    loop {
        let text = fs::read_to_string(&state).unwrap_or_default();
        if text.lines().nth(7).is_some_and(|l| l.trim() == "ready") {
            return Ok(());
        }
        let has_ended = !matches!(supervisor.try_wait(), Ok(None));
        if has_ended || Instant::now() > deadline {
            return Err(Ended);
        }
        thread::park_timeout(Duration::from_millis(5));
    }
}

fn last_words(supervisor: Child) -> String {
    let mut words = String::new();
    if let Some(mut stdout) = supervisor.stdout {
        stdout.read_to_string(&mut words).ok();
    }
    words
}

fn free_port() -> u16 {
    let held = TcpListener::bind("127.0.0.1:0").expect("a port");
    held.local_addr().expect("an address").port()
}

/// The folder of `initdb` and `postgres`: the newest that the distribution installed, or on `PATH`.
fn programs() -> Option<PathBuf> {
    let installed = fs::read_dir("/usr/lib/postgresql").ok();
    let mut versions: Vec<(u32, PathBuf)> = installed
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|e| Some((e.file_name().to_str()?.parse().ok()?, e.path().join("bin"))))
        .filter(|(version, _)| *version >= OLDEST)
        .collect();
    versions.sort_unstable();
    let installed = versions.into_iter().rev().map(|(_, folder)| folder);
    let path = env::var_os("PATH").unwrap_or_default();
    installed
        .chain(env::split_paths(&path))
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}
