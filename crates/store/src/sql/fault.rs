//! What can go wrong between us and the database.

/// A fault of the database or of what it holds. Nobody but an operator can do anything about one,
/// so its text is for logs; people see a general sentence.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A row with that key exists already.
    #[error("a unique key is taken: {0}")]
    Taken(String),
    /// No connection, no space, no such table …
    #[error("database: {0}")]
    Engine(String),
    #[error("migration: {0}")]
    Migration(String),
    /// A column holds what the code cannot read.
    #[error("column {column}: {problem}")]
    Column { column: String, problem: String },
}

impl Fault {
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Taken(_))
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
        match error.sqlite_error().map(|e| e.extended_code) {
            Some(SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_UNIQUE) => {
                Self::Taken(error.to_string())
            }
            _ => Self::Engine(error.to_string()),
        }
    }
}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            Some(db) if db.code() == &tokio_postgres::error::SqlState::UNIQUE_VIOLATION => {
                Self::Taken(db.message().to_owned())
            }
            Some(db) => Self::Engine(format!("{} ({})", db.message(), db.code().code())),
            None => Self::Engine(error.to_string()),
        }
    }
}
