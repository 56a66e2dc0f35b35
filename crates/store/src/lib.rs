//! What is kept: one SQL text, SQLite or PostgreSQL.
//!
//! [`sql`] is the one thin file between us and the two engines; everything else is one room per
//! table, in the wings of the house. Functions take anything that runs SQL: the [`sql::Db`] itself
//! or an open [`sql::Tx`], so a use-case decides what commits together.
#![forbid(unsafe_code)]

pub mod access;
pub mod dump;
pub mod insight;
pub mod instance_keys;
pub mod jobs;
pub mod links;
pub mod mail;
mod migrations;
pub mod people;
pub mod settings;
pub mod sql;
pub mod work;

pub use sql::{Db, Fault, Sql, Tx};
