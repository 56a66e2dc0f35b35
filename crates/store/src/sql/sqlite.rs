//! SQLite: the embedded default. One writer, several readers, write-ahead log, every commit durable.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use deadpool_sqlite::{Config, Hook, HookError, Object, Pool, Runtime};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::fault::Fault;
use super::record::Record;
use super::value::Value;

const READERS: usize = 4;
/// Statements a connection keeps ready: more than any page or worker goes through.
const READY: usize = 128;
const BUSY_MILLISECONDS: u32 = 10_000;
/// For a connection of ours. Who writes past their own open transaction waits for themselves: better
/// a fault than for ever.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

impl From<deadpool_sqlite::InteractError> for Fault {
    fn from(error: deadpool_sqlite::InteractError) -> Self {
        Self::Engine(error.to_string())
    }
}

/// The two pools of one database file.
#[derive(Clone)]
pub(super) struct Sqlite {
    pub(super) writer: Pool,
    readers: Pool,
}

impl Sqlite {
    /// Opens the file (made if missing) and migrates on the writer before any reader opens.
    pub(super) async fn open(path: &Path, migrate: bool) -> Result<Self, Fault> {
        let alone = only_opener(path).await?;
        let writer = pool(path, 1, "")?;
        let connection = writer.get().await.map_err(engine)?;
        if migrate {
            connection.interact(crate::migrations::run_sqlite).await??;
        }
        drop(connection);
        drop(alone);
        Ok(Self {
            writer,
            readers: pool(path, READERS, "pragma query_only = on;")?,
        })
    }

    pub(super) async fn reader(&self) -> Result<Object, Fault> {
        self.readers.get().await.map_err(engine)
    }

    pub(super) async fn writer(&self) -> Result<Object, Fault> {
        self.writer.get().await.map_err(engine)
    }
}

/// Waits until no other process prepares this database; the lock goes with the answer. Neither the
/// change to the write-ahead log nor the migrations stand a second process beside them. The lock has
/// a file of its own, `<database>-opening`, because closing the database's would undo SQLite's locks.
async fn only_opener(path: &Path) -> Result<File, Fault> {
    let mut name = path.as_os_str().to_owned();
    name.push("-opening");
    let lock = move || {
        let file = File::create(name)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    };
    tokio::task::spawn_blocking(lock)
        .await
        .map_err(engine)?
        .map_err(engine)
}

fn pool(path: &Path, size: usize, extra: &str) -> Result<Pool, Fault> {
    let pragmas = format!(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
         pragma busy_timeout = {BUSY_MILLISECONDS}; pragma secure_delete = on; {extra}"
    );
    Config::new(path)
        .builder(Runtime::Tokio1)
        .map_err(engine)?
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(LONGEST_WAIT))
        .post_create(Hook::async_fn(move |object, _| {
            let pragmas = pragmas.clone();
            Box::pin(async move {
                object
                    .interact(move |c| {
                        c.execute_batch(&pragmas)?;
                        c.set_prepared_statement_cache_capacity(READY);
                        fold_every_alphabet(c)
                    })
                    .await
                    .map_err(|e| HookError::message(e.to_string()))?
                    .map_err(|e| HookError::message(e.to_string()))
            })
        }))
        .build()
        .map_err(engine)
}

/// SQLite's own `lower` knows the 26 letters of English only; PostgreSQL's knows Å and Ж.
fn fold_every_alphabet(connection: &rusqlite::Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("lower", 1, flags, |call| {
        let text: Option<String> = call.get(0)?;
        Ok(text.map(|t| t.to_lowercase()))
    })
}

fn engine(error: impl std::fmt::Display) -> Fault {
    Fault::Engine(error.to_string())
}

/// What a statement belongs to.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    Alone,
    /// It must not run when the transaction has ended under it: SQLite ends one by itself when the
    /// disk is full, and a rollback may overtake a statement nobody waits for any more.
    Transaction,
}

impl Scope {
    fn check(self, connection: &rusqlite::Connection) -> Result<(), Fault> {
        match self {
            Self::Transaction if connection.is_autocommit() => {
                Err(Fault::Engine("the transaction has ended".into()))
            }
            _ => Ok(()),
        }
    }
}

pub(super) async fn rows(
    connection: &Object,
    scope: Scope,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<Record>, Fault> {
    let sql = numbered(sql);
    connection
        .interact(move |c| {
            scope.check(c)?;
            let mut statement = c.prepare_cached(&sql)?;
            let columns: Arc<[String]> = statement
                .column_names()
                .into_iter()
                .map(str::to_owned)
                .collect();
            let mut found = Vec::new();
            let mut rows = statement.query(rusqlite::params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                let values = (0..columns.len())
                    .map(|i| Ok(read(row.get_ref(i)?)))
                    .collect::<Result<_, Fault>>()?;
                found.push(Record {
                    columns: columns.clone(),
                    values,
                });
            }
            Ok(found)
        })
        .await?
}

pub(super) async fn run(
    connection: &Object,
    scope: Scope,
    sql: &str,
    values: Vec<Value>,
) -> Result<u64, Fault> {
    let sql = numbered(sql);
    connection
        .interact(move |c| {
            scope.check(c)?;
            let touched = c
                .prepare_cached(&sql)?
                .execute(rusqlite::params_from_iter(values))?;
            Ok(u64::try_from(touched).unwrap_or(u64::MAX))
        })
        .await?
}

pub(super) async fn batch(connection: &Object, sql: &'static str) -> Result<(), Fault> {
    connection.interact(move |c| c.execute_batch(sql)).await??;
    Ok(())
}

/// SQLite numbers `$1` by first appearance, which would swap the values of `$2 … $1`; `?1` means
/// what it says. `$` does not occur otherwise in our SQL.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Bool(b) => ValueRef::Integer((*b).into()),
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Text(s) => ValueRef::Text(s.as_bytes()),
            Self::Bytes(b) => ValueRef::Blob(b),
            Self::Id(u) => ValueRef::Blob(u.as_bytes()),
        }))
    }
}

fn read(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Real(x) => Value::Text(x.to_string()),
        ValueRef::Text(t) => Value::Text(String::from_utf8_lossy(t).into_owned()),
        ValueRef::Blob(b) => Value::Bytes(b.to_vec()),
    }
}
