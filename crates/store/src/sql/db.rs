//! The database and a transaction on it, whichever engine is behind.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use tokio::sync::watch;

use super::Sql;
use super::bulk::{self, Marks};
use super::fault::Fault;
use super::postgres::{self, Postgres};
use super::record::Record;
use super::sqlite::{self, Scope, Sqlite};
use super::value::Value;

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    told: Arc<watch::Sender<i64>>,
}

#[derive(Clone)]
enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Db {
    /// Opens and migrates an SQLite file.
    pub async fn sqlite(path: &Path) -> Result<Self, Fault> {
        Ok(Self::with(Engine::Sqlite(Sqlite::open(path, true).await?)))
    }

    /// Connects to PostgreSQL by a `postgres://` URL and migrates.
    pub async fn postgres(url: &str) -> Result<Self, Fault> {
        Ok(Self::with(Engine::Postgres(
            Postgres::open(url, true).await?,
        )))
    }

    fn with(engine: Engine) -> Self {
        Self {
            engine,
            told: Arc::new(watch::Sender::new(0)),
        }
    }

    /// The highest number that a transaction of this handle or a clone of it has told of
    /// ([`Tx::tell`]) and committed. What other processes commit is not heard here.
    pub fn hear(&self) -> watch::Receiver<i64> {
        self.told.subscribe()
    }

    /// For the doctor and for people: which engine this is.
    pub fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite(_) => "SQLite",
            Engine::Postgres(_) => "PostgreSQL",
        }
    }

    /// Begins a transaction. On SQLite it takes the one writer, so keep it short and never wait for
    /// the outside world in it.
    pub async fn begin(&self) -> Result<Tx, Fault> {
        let open = match &self.engine {
            Engine::Sqlite(s) => Open::Sqlite(s.writer().await?),
            Engine::Postgres(p) => Open::Postgres(p.client().await?),
        };
        // Made before the engine begins: a beginning that is abandoned half-way is rolled back, too.
        let tx = self.transaction(open);
        match tx.open()? {
            Open::Sqlite(connection) => sqlite::batch(connection, "begin immediate").await?,
            Open::Postgres(client) => client.batch_execute("begin").await?,
        }
        Ok(tx)
    }
}

impl Db {
    /// Begins a transaction that sees one moment of the database and writes nothing. On SQLite it
    /// takes a reader, so writers go on.
    pub async fn begin_reading(&self) -> Result<Tx, Fault> {
        let open = match &self.engine {
            Engine::Sqlite(s) => Open::Sqlite(s.reader().await?),
            Engine::Postgres(p) => Open::Postgres(p.client().await?),
        };
        let tx = self.transaction(open);
        match tx.open()? {
            Open::Sqlite(connection) => sqlite::batch(connection, "begin").await?,
            Open::Postgres(client) => {
                client
                    .batch_execute("begin isolation level repeatable read read only")
                    .await?;
            }
        }
        Ok(tx)
    }
}

impl Db {
    fn transaction(&self, open: Open) -> Tx {
        Tx {
            open: Some(open),
            is_spoiled: AtomicBool::new(false),
            told: self.told.clone(),
            to_tell: AtomicI64::new(0),
        }
    }
}

impl Sql for Db {
    async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Record>, Fault> {
        match &self.engine {
            // `insert … returning` and the like answer with rows, too.
            Engine::Sqlite(s) if !only_reads(sql) => {
                sqlite::rows(&s.writer().await?, Scope::Alone, sql, values).await
            }
            Engine::Sqlite(s) => sqlite::rows(&s.reader().await?, Scope::Alone, sql, values).await,
            Engine::Postgres(p) => postgres::rows(&p.client().await?, sql, values).await,
        }
    }

    async fn run(&self, sql: &str, values: Vec<Value>) -> Result<u64, Fault> {
        match &self.engine {
            Engine::Sqlite(s) => sqlite::run(&s.writer().await?, Scope::Alone, sql, values).await,
            Engine::Postgres(p) => postgres::run(&p.client().await?, sql, values).await,
        }
    }
}

fn only_reads(sql: &str) -> bool {
    let verb = sql.split_whitespace().next().unwrap_or_default();
    verb.eq_ignore_ascii_case("select")
}

/// An open transaction: everything in it commits together, or, when it is dropped, not at all. A
/// statement that fails spoils it on both engines: nothing more runs in it, and it does not commit.
pub struct Tx {
    open: Option<Open>,
    is_spoiled: AtomicBool,
    told: Arc<watch::Sender<i64>>,
    to_tell: AtomicI64,
}

enum Open {
    Sqlite(deadpool_sqlite::Object),
    Postgres(deadpool_postgres::Client),
}

impl Tx {
    /// PostgreSQL answers a commit of a spoiled transaction with a silent rollback; here it is a fault.
    pub async fn commit(mut self) -> Result<(), Fault> {
        match self.open()? {
            Open::Sqlite(connection) => sqlite::batch(connection, "commit").await?,
            Open::Postgres(client) => client.batch_execute("commit").await?,
        }
        self.open = None;
        let number = *self.to_tell.get_mut();
        self.told.send_if_modified(|told| {
            let is_news = number > *told;
            *told = number.max(*told);
            is_news
        });
        Ok(())
    }

    /// Lets whoever hears of this database in this process know a number, once and if the transaction
    /// commits.
    pub fn tell(&self, number: i64) {
        self.to_tell.fetch_max(number, Ordering::AcqRel);
    }

    /// Inserts rows without a statement for each. `into` is `insert into table (column, …)`; every row
    /// has a value for each column.
    pub async fn insert_many(&self, into: &str, rows: Vec<Vec<Value>>) -> Result<(), Fault> {
        let marks = match self.open()? {
            Open::Sqlite(_) => Marks::Plain,
            Open::Postgres(_) => Marks::Numbered,
        };
        for (text, values) in bulk::statements(into, rows, marks) {
            self.run(&text, values).await?;
        }
        Ok(())
    }
}

impl Sql for Tx {
    async fn rows(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Record>, Fault> {
        let answer = match self.open()? {
            Open::Sqlite(connection) => {
                sqlite::rows(connection, Scope::Transaction, sql, values).await
            }
            Open::Postgres(client) => postgres::rows(client, sql, values).await,
        };
        answer.inspect_err(|_| self.spoil())
    }

    async fn run(&self, sql: &str, values: Vec<Value>) -> Result<u64, Fault> {
        let answer = match self.open()? {
            Open::Sqlite(connection) => {
                sqlite::run(connection, Scope::Transaction, sql, values).await
            }
            Open::Postgres(client) => postgres::run(client, sql, values).await,
        };
        answer.inspect_err(|_| self.spoil())
    }
}

impl Tx {
    fn open(&self) -> Result<&Open, Fault> {
        let fault = |problem: &str| Fault::Engine(problem.to_owned());
        if self.is_spoiled.load(Ordering::Acquire) {
            return Err(fault("a statement of the transaction has failed"));
        }
        self.open
            .as_ref()
            .ok_or_else(|| fault("the transaction has ended"))
    }

    fn spoil(&self) {
        self.is_spoiled.store(true, Ordering::Release);
    }
}

impl Drop for Tx {
    /// Rolls back before the connection returns to its pool. A connection that cannot even roll
    /// back is taken out of the pool, so that nobody inherits a half-done transaction.
    fn drop(&mut self) {
        let Some(open) = self.open.take() else { return };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        runtime.spawn(async move {
            match open {
                Open::Sqlite(connection) => {
                    if sqlite::batch(&connection, "rollback").await.is_err() {
                        drop(deadpool_sqlite::Object::take(connection));
                    }
                }
                Open::Postgres(client) => {
                    if client.batch_execute("rollback").await.is_err() {
                        drop(deadpool_postgres::Object::take(client));
                    }
                }
            }
        });
    }
}
