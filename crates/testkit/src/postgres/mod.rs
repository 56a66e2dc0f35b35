//! Fresh PostgreSQL databases: copies of one that was migrated once per test process.

mod account;
mod local;

use std::env;
use std::future::Future;
use std::sync::OnceLock;
use std::thread;

use liaison_store::Db;
use tokio_postgres::{Client, NoTls};
use url::Url;

use local::LocalServer;

/// A URL with the right to create databases on a server to use instead of starting one.
const GIVEN_SERVER: &str = "LIAISON_TEST_POSTGRES";

/// Databases of tests that ended are dropped from a given server when they are this old, in seconds.
const LEFT_BEHIND: u32 = 3600;

/// What every test of this process shares.
struct Workshop {
    server: Url,
    template: String,
    /// Held until the process ends; `None` when the server was given.
    _local: Option<LocalServer>,
}

static WORKSHOP: OnceLock<Workshop> = OnceLock::new();

/// The URL of a migrated database without any rows, for this caller alone.
///
/// # Panics
/// When PostgreSQL is not installed, does not start or does not let us create databases.
pub async fn fresh_postgres() -> String {
    let workshop = tokio::task::spawn_blocking(|| WORKSHOP.get_or_init(Workshop::open))
        .await
        .expect("no PostgreSQL to test with");
    let client = connect(&workshop.server).await;
    create(&client, Some(&workshop.template))
        .await
        .of(&workshop.server)
}

impl Workshop {
    fn open() -> Self {
        let local = env::var(GIVEN_SERVER).is_err().then(LocalServer::start);
        let server = match &local {
            Some(local) => local.url(),
            None => env::var(GIVEN_SERVER).expect("it was there a moment ago"),
        };
        let server: Url = server
            .parse()
            .unwrap_or_else(|e| panic!("{GIVEN_SERVER} is not a URL: {e}"));
        let given = local.is_none();
        let url = server.clone();
        let template = apart(async move {
            let client = connect(&url).await;
            if given {
                sweep(&client).await;
            }
            let template = create(&client, None).await;
            Db::postgres(&template.of(&url))
                .await
                .expect("the PostgreSQL template could not be migrated");
            template.0
        });
        Self {
            server,
            template,
            _local: local,
        }
    }
}

/// Runs to the end on a runtime of its own, so that no connection outlives it.
fn apart<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let run = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(work)
    };
    thread::spawn(run)
        .join()
        .expect("PostgreSQL could not be prepared")
}

async fn connect(server: &Url) -> Client {
    let (client, connection) = tokio_postgres::connect(server.as_str(), NoTls)
        .await
        .unwrap_or_else(|e| panic!("PostgreSQL does not answer: {e}"));
    tokio::spawn(connection);
    client
}

/// The name of a database we made.
struct Name(String);

impl Name {
    fn of(&self, server: &Url) -> String {
        let mut url = server.clone();
        url.set_path(&self.0);
        url.into()
    }
}

/// Creates a database. Its name tells when, by the server's clock, for [`sweep`].
async fn create(client: &Client, template: Option<&str>) -> Name {
    let text = "select 'liaison_test_' || floor(extract(epoch from now()))::bigint::text || '_'
                || replace(gen_random_uuid()::text, '-', '')";
    let row = client.query_one(text, &[]).await.expect("a name");
    let name: String = row.get(0);
    let template = template.unwrap_or("template0");
    client
        .batch_execute(&format!("create database {name} template {template}"))
        .await
        .unwrap_or_else(|e| panic!("PostgreSQL does not let us create databases: {e:?}"));
    Name(name)
}

async fn sweep(client: &Client) {
    let text = format!(
        "select datname::text from pg_database where datname ~ '^liaison_test_[0-9]+_'
         and split_part(datname, '_', 3)::bigint < extract(epoch from now()) - {LEFT_BEHIND}"
    );
    for row in client.query(&text, &[]).await.expect("a list of databases") {
        let name: String = row.get(0);
        // Another test process may be sweeping, or still be using it.
        let _ = client.batch_execute(&format!("drop database {name}")).await;
    }
}
