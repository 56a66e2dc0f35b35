//! Figures beside the goals. A bench measures and gives [`Row`]s; the report puts them in one table.

mod cast;
mod load;
pub(crate) mod machine;
pub(crate) mod mails;
pub(crate) mod peer;
pub(crate) mod people;
pub(crate) mod report;
#[cfg(feature = "demo")]
pub(crate) mod sends;
mod serving;
pub(crate) mod start;
pub(crate) mod steps;
pub(crate) mod tracking;
mod written;
pub(crate) mod yardstick;

pub(crate) use report::Row;
