//! How a connection stands.

/// Shown as a dot and a word, never as a colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    Connected,
    /// The other side no longer takes our token or password: the owner must connect again.
    Reconnect,
}

impl Health {
    pub const ALL: [Self; 2] = [Self::Connected, Self::Reconnect];

    pub fn code(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Reconnect => "reconnect",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|h| h.code() == code)
    }
}
