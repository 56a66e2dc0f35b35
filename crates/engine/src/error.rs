//! How a use-case ends when it does not succeed.

use liaison_domain::Refusal;
use liaison_store::Fault;

/// Refused with a sentence for people, or broken in a way only an operator can mend.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    #[error(transparent)]
    Store(#[from] Fault),
    #[error("{0}")]
    Broken(String),
}

/// What a use-case returns.
pub type Outcome<T> = Result<T, Error>;

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Error {
    /// For a fault that is none of the database's.
    pub fn broken(what: impl std::fmt::Display) -> Self {
        Self::Broken(what.to_string())
    }

    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Store(_) | Self::Broken(_) => None,
        }
    }
}
