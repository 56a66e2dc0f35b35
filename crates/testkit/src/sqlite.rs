//! Fresh SQLite files: copies of one that was migrated once per test process.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use liaison_store::Db;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

/// A database file in a folder of its own, which goes when this is dropped.
#[derive(Debug)]
pub struct SqliteFile {
    folder: TempDir,
}

impl SqliteFile {
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("liaison.db")
    }

    /// The folder the file stands in, for what else a test puts on disk.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// A migrated database file without any rows.
///
/// # Panics
/// When the file cannot be made or migrated.
pub fn fresh_sqlite() -> SqliteFile {
    static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = MIGRATED.get_or_init(|| {
        thread::spawn(migrated)
            .join()
            .expect("an SQLite file could not be prepared")
    });
    let file = empty();
    fs::write(file.path(), bytes).expect("the SQLite file cannot be written");
    file
}

fn empty() -> SqliteFile {
    let folder = tempfile::Builder::new()
        .prefix("liaison-sqlite-")
        .tempdir()
        .expect("a folder");
    SqliteFile { folder }
}

/// The bytes of a migrated file. The write-ahead log is folded in when the last connection closes,
/// so they are read after that.
fn migrated() -> Vec<u8> {
    let file = empty();
    let path = file.path();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        Db::sqlite(&path)
            .await
            .expect("an SQLite file could not be migrated");
    });
    drop(runtime);
    let log = file.folder().join("liaison.db-wal");
    let deadline = Instant::now() + PATIENCE;
    while log.exists() {
        assert!(Instant::now() < deadline, "the SQLite file stays open");
        thread::park_timeout(Duration::from_millis(1));
    }
    fs::read(path).expect("the SQLite file cannot be read")
}
