//! A stand-in for Salesforce: sign-in pages, OAuth, REST API and a few record pages (contracts 2).

mod authorize;
mod collections;
mod composite;
pub mod control;
mod derived;
mod describe;
pub mod grants;
mod identity;
pub mod ids;
mod lightning;
pub mod listener;
mod meter;
mod oauth;
mod objects;
pub mod orders;
pub mod org;
mod pages;
mod paging;
mod population;
pub mod records;
pub mod refusal;
mod replication;
pub mod rest;
pub mod schema;
pub mod sight;
pub mod soql;
mod texts;
pub mod values;
pub mod writing;

pub use lightning::Panel;
