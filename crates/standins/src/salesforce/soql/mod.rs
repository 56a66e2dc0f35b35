//! The query language, as far as contracts 2.3 asks for it.

mod dates;
mod filter;
mod parse;
mod run;
#[cfg(test)]
mod tests;
mod tokens;

pub use parse::parse;
pub use run::{Found, run};

/// Dotted name with the place (byte offset) it stands at in the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub steps: Vec<String>,
    pub at: usize,
}

/// One thing selected.
#[derive(Clone, Debug)]
pub enum Item {
    Field(Path),
    /// Function name in upper case, its field (`None` for `COUNT()`), and the name of the result.
    Aggregate(String, Option<Path>, Option<String>),
    Children(Box<Query>),
    /// `FIELDS(ALL | STANDARD | CUSTOM)`, in upper case.
    Fields(String),
}

/// A value written in the query.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    /// `2026-11-20`.
    Day(String),
    /// ISO date and time.
    Moment(String),
    /// `TODAY`, `LAST_N_DAYS:7` …: name in upper case and number.
    Span(String, i64),
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Like,
}

/// A condition.
#[derive(Clone, Debug)]
pub enum Test {
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
    Compare(Path, Op, Literal),
    /// Field, negated, values.
    In(Path, bool, Vec<Literal>),
    /// Field, negated, semi-join.
    InQuery(Path, bool, Box<Query>),
    /// Field, negated, groups of values that must all be present.
    Includes(Path, bool, Vec<String>),
}

/// One `ORDER BY` term.
#[derive(Clone, Debug)]
pub struct Order {
    pub by: Path,
    pub descending: bool,
    pub nulls_last: bool,
}

/// A whole query.
#[derive(Clone, Debug)]
pub struct Query {
    pub items: Vec<Item>,
    pub from: String,
    pub from_at: usize,
    pub test: Option<Test>,
    pub group: Vec<Path>,
    pub order: Vec<Order>,
    pub limit: Option<usize>,
    pub offset: usize,
    pub all_rows: bool,
}
