//! PostgreSQL: the same statements for any number of processes.

use std::error::Error;
use std::sync::Arc;

use bytes::BytesMut;
use deadpool_postgres::{Client, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::fault::Fault;
use super::record::Record;
use super::value::Value;

/// More than twice the jobs one process has in hand: a transaction may read beside itself.
const CONNECTIONS: usize = 40;

#[derive(Clone)]
pub(super) struct Postgres {
    pool: Pool,
}

impl Postgres {
    pub(super) async fn open(url: &str, migrate: bool) -> Result<Self, Fault> {
        let config: tokio_postgres::Config = url
            .parse()
            .map_err(|e: tokio_postgres::Error| Fault::Engine(e.to_string()))?;
        let manager = Manager::from_config(
            config,
            MakeRustlsConnect::new(tls()?),
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(std::time::Duration::from_secs(10)))
            .create_timeout(Some(std::time::Duration::from_secs(10)))
            .build()
            .map_err(|e| Fault::Engine(e.to_string()))?;
        let this = Self { pool };
        if migrate {
            let mut client = this.client().await?;
            crate::migrations::run_postgres(&mut client).await?;
        }
        Ok(this)
    }

    pub(super) async fn client(&self) -> Result<Client, Fault> {
        self.pool
            .get()
            .await
            .map_err(|e| Fault::Engine(e.to_string()))
    }
}

fn tls() -> Result<rustls::ClientConfig, Fault> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| Fault::Engine(e.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

pub(super) async fn rows(
    client: &Client,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<Record>, Fault> {
    let statement = client.prepare_cached(sql).await?;
    let columns: Arc<[String]> = statement
        .columns()
        .iter()
        .map(|c| c.name().to_owned())
        .collect();
    let found = client.query(&statement, &as_params(&values)).await?;
    found
        .into_iter()
        .map(|row| {
            let values = (0..columns.len())
                .map(|i| read(&row, i))
                .collect::<Result<_, _>>()?;
            Ok(Record {
                columns: columns.clone(),
                values,
            })
        })
        .collect()
}

pub(super) async fn run(client: &Client, sql: &str, values: Vec<Value>) -> Result<u64, Fault> {
    let statement = client.prepare_cached(sql).await?;
    Ok(client.execute(&statement, &as_params(&values)).await?)
}

fn as_params(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|v| v as &(dyn ToSql + Sync)).collect()
}

fn read(row: &tokio_postgres::Row, i: usize) -> Result<Value, Fault> {
    let column = &row.columns()[i];
    Ok(match *column.type_() {
        Type::BOOL => row
            .try_get::<_, Option<bool>>(i)?
            .map_or(Value::Null, Value::Bool),
        Type::INT8 => row
            .try_get::<_, Option<i64>>(i)?
            .map_or(Value::Null, Value::Int),
        Type::INT4 => row
            .try_get::<_, Option<i32>>(i)?
            .map_or(Value::Null, |n| Value::Int(n.into())),
        Type::TEXT | Type::VARCHAR => row
            .try_get::<_, Option<String>>(i)?
            .map_or(Value::Null, Value::Text),
        Type::BYTEA => row
            .try_get::<_, Option<Vec<u8>>>(i)?
            .map_or(Value::Null, Value::Bytes),
        Type::UUID => row
            .try_get::<_, Option<uuid::Uuid>>(i)?
            .map_or(Value::Null, Value::Id),
        ref other => {
            return Err(Fault::Column {
                column: column.name().to_owned(),
                problem: format!("type {other} is not one of ours"),
            });
        }
    })
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(b) => b.to_sql_checked(ty, out),
            Self::Int(n) => n.to_sql_checked(ty, out),
            Self::Text(s) => s.to_sql_checked(ty, out),
            Self::Bytes(b) => b.to_sql_checked(ty, out),
            Self::Id(u) => u.to_sql_checked(ty, out),
        }
    }

    /// Each value checks itself against the column when it is written.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
