//! The workshop: real servers and ready-made people for tests. Never part of the product.
//!
//! Nothing here pretends: a story is told to a real SQLite file and to a real PostgreSQL server,
//! which is started on first use and ends with the test process. Failures panic, as tests want it.
#![forbid(unsafe_code)]

mod engines;
mod postgres;
pub mod sample;
mod sqlite;

pub use engines::Fresh;
pub use postgres::fresh_postgres;
pub use sqlite::{SqliteFile, fresh_sqlite};
