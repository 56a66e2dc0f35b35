//! Why a mailbox could not be used.

use async_imap::error::Error as WireError;

use crate::{outbound::OutboundError, text::clip};

/// A refusal or a failure. Texts are the server's, shortened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImapError {
    #[error("user name or password is wrong: {text}")]
    BadCredentials { text: String },
    /// The access token was refused: expired, revoked, for another user or without the right scope.
    /// `status` is what the server's challenge says, such as `400` or `401`.
    #[error("the access token was refused: {text}")]
    TokenRefused {
        status: Option<String>,
        text: String,
    },
    /// The server does not take the kind of proof at hand.
    #[error("the server offers no usable way to sign in")]
    NoAuthMechanism,
    /// The provider wants a password made for this program.
    #[error("an app password is needed: {text}")]
    AppPasswordNeeded { text: String },
    #[error("the server's certificate was not accepted: {0}")]
    Certificate(String),
    /// The password would travel in the clear, or the server demands encryption.
    #[error("an encrypted connection is needed")]
    TlsRequired,
    #[error(transparent)]
    Unreachable(OutboundError),
    #[error("there is no folder {folder}")]
    NoSuchFolder { folder: String },
    /// The server cannot serve this mailbox now: too many connections, maintenance.
    #[error("the mailbox is not available now: {text}")]
    Busy { text: String },
    #[error("the mailbox is full: {text}")]
    OverQuota { text: String },
    /// The conversation broke off or stalled; whether an append was kept is unknown.
    #[error("the connection was cut")]
    CutOff,
    /// A folder name, message id or flag that cannot stand in a command.
    #[error("{0} cannot be sent to a mail server")]
    Invalid(&'static str),
    #[error("the server's answer could not be understood")]
    Unreadable,
    #[error("{text}")]
    Other { text: String },
}

impl ImapError {
    /// Whether trying again later can help without anybody changing a setting.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Busy { .. } | Self::CutOff => true,
            Self::Unreachable(cause) => cause.is_temporary(),
            _ => false,
        }
    }

    /// The reading of an error while signing in.
    pub(super) fn from_sign_in(error: WireError) -> Self {
        let WireError::No(raw) = &error else {
            return error.into();
        };
        let words = raw.to_ascii_uppercase();
        let says = |part: &str| words.contains(part);
        let text = information(raw);
        if says("PRIVACYREQUIRED") || says("LOGINDISABLED") || says("PLAINTEXT AUTHENTICATION") {
            Self::TlsRequired
        } else if says("APPLICATION-SPECIFIC") || says("APP PASSWORD") {
            Self::AppPasswordNeeded { text }
        } else if is_for_now(&words) {
            Self::Busy { text }
        } else {
            Self::BadCredentials { text }
        }
    }

    /// The reading of an error in a command about `folder`.
    pub(super) fn from_folder(error: WireError, folder: &str) -> Self {
        let refused = match &error {
            WireError::No(raw) => raw.to_ascii_uppercase(),
            _ => return error.into(),
        };
        if refused.contains("OVERQUOTA") {
            return Self::OverQuota {
                text: "over quota".into(),
            };
        }
        let missing = ["NONEXISTENT", "TRYCREATE", "EXIST", "UNKNOWN MAILBOX"];
        if missing.iter().any(|word| refused.contains(word)) {
            return Self::NoSuchFolder {
                folder: clip(folder, 200),
            };
        }
        error.into()
    }
}

impl From<OutboundError> for ImapError {
    fn from(error: OutboundError) -> Self {
        match error {
            OutboundError::Certificate(why) => Self::Certificate(why),
            other => Self::Unreachable(other),
        }
    }
}

impl From<WireError> for ImapError {
    fn from(error: WireError) -> Self {
        match error {
            WireError::Io(io) => match OutboundError::from_stream(&io) {
                OutboundError::CutOff | OutboundError::TimedOut => Self::CutOff,
                other => other.into(),
            },
            WireError::ConnectionLost => Self::CutOff,
            WireError::No(raw) if is_for_now(&raw.to_ascii_uppercase()) => Self::Busy {
                text: information(&raw),
            },
            WireError::No(raw) | WireError::Bad(raw) => Self::Other {
                text: information(&raw),
            },
            WireError::Append => Self::Other {
                text: "the server did not take the message".into(),
            },
            WireError::Validate(_) => Self::Invalid("this text"),
            _ => Self::Unreadable,
        }
    }
}

/// Whether a refusal, in upper case, will pass (RFC 5530).
fn is_for_now(words: &str) -> bool {
    ["UNAVAILABLE", "INUSE", "TOO MANY", "LIMIT]"]
        .iter()
        .any(|said| words.contains(said))
}

/// The server's words in async-imap's `code: …, info: Some("…")`.
fn information(raw: &str) -> String {
    let words = raw
        .split_once("info: Some(\"")
        .and_then(|(_, rest)| rest.strip_suffix("\")"));
    clip(words.unwrap_or(raw), 300)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no(info: &str) -> WireError {
        WireError::No(format!("code: None, info: Some({info:?})"))
    }

    #[test]
    fn refusals_at_sign_in_are_told_apart() {
        use ImapError as E;
        let read = |info| ImapError::from_sign_in(no(info));
        let text = "[AUTHENTICATIONFAILED] Authentication failed.".to_owned();
        assert_eq!(
            read("[AUTHENTICATIONFAILED] Authentication failed."),
            E::BadCredentials { text }
        );
        assert_eq!(
            read("[PRIVACYREQUIRED] Plaintext disallowed"),
            E::TlsRequired
        );
        assert!(matches!(
            read("[ALERT] Application-specific password required"),
            E::AppPasswordNeeded { .. }
        ));
        assert!(read("[UNAVAILABLE] Temporary failure").is_temporary());
        assert_eq!(
            ImapError::from_sign_in(WireError::ConnectionLost),
            E::CutOff
        );
    }

    #[test]
    fn a_missing_folder_is_told_from_other_refusals() {
        let read = |info| ImapError::from_folder(no(info), "Sent");
        let missing = ImapError::NoSuchFolder {
            folder: "Sent".into(),
        };
        assert_eq!(read("Mailbox doesn't exist: Sent"), missing);
        assert_eq!(read("[NONEXISTENT] Unknown Mailbox: Sent"), missing);
        assert!(matches!(
            read("[OVERQUOTA] Full"),
            ImapError::OverQuota { .. }
        ));
        assert!(matches!(read("Not now"), ImapError::Other { .. }));
        assert!(read("[UNAVAILABLE] Try again later").is_temporary());
    }
}
