//! The thin file between us and the two database engines.
//!
//! One SQL text with `$1`, `$2` … runs on both. Booleans, integers (always 64 bit), text, bytes and
//! 16-byte ids are all there is; times are integers in microseconds.

mod bulk;
mod db;
mod fault;
mod like;
mod postgres;
mod record;
mod sqlite;
mod value;

use std::future::Future;

pub use bulk::id_list;
pub use db::{Db, Tx};
pub use fault::Fault;
pub(crate) use like::like;
pub use record::{FromValue, Record};
pub use value::Value;

/// Anything that runs SQL: the database, or a transaction on it.
pub trait Sql: Send + Sync {
    /// Every row of a query.
    fn rows(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<Record>, Fault>> + Send;

    /// Runs a statement; how many rows it touched.
    fn run(&self, sql: &str, values: Vec<Value>)
    -> impl Future<Output = Result<u64, Fault>> + Send;

    /// The first row, if there is one.
    fn row(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<Option<Record>, Fault>> + Send {
        async { Ok(self.rows(sql, values).await?.into_iter().next()) }
    }
}

/// The values for `$1`, `$2` … of a statement.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::sql::Value::from($value)),*] };
}
