//! Figures beside the goals. A bench measures and gives [`Row`]s; the report puts them in one table.

mod load;
pub(crate) mod machine;
pub(crate) mod report;
mod serving;
pub(crate) mod start;
pub(crate) mod tracking;
mod written;

pub(crate) use report::Row;
