//! Why a mail was not accepted.

use super::wire::Reply;
use crate::outbound::OutboundError;

/// A refusal or a failure (contracts 6, replies to classify). Texts are the server's, shortened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SmtpError {
    #[error("user name or password is wrong: {text}")]
    BadCredentials { text: String },
    /// The access token was refused: expired, revoked, for another user or without the right scope.
    /// `status` is what the server's challenge says, such as `400` or `401`.
    #[error("the access token was refused: {text}")]
    TokenRefused {
        status: Option<String>,
        text: String,
    },
    /// The provider wants a password made for this program.
    #[error("an app password is needed: {text}")]
    AppPasswordNeeded { text: String },
    /// Sign-in by password is switched off for the mailbox or by the provider.
    #[error("sign-in by password is switched off: {text}")]
    BasicAuthDisabled { text: String },
    /// The server offers no way to sign in that we speak.
    #[error("the server offers no usable way to sign in")]
    NoAuthMechanism,
    /// The server wants a sign-in and none is set.
    #[error("the server wants a sign-in: {text}")]
    AuthRequired { text: String },
    /// Encryption is demanded, by the server or to protect the password, and cannot be had.
    #[error("an encrypted connection is needed")]
    TlsRequired,
    #[error("the server's certificate was not accepted: {0}")]
    Certificate(String),
    #[error("too many connections: {text}")]
    TooManyConnections { text: String },
    /// The mailbox has sent what it may for now.
    #[error("the sending limit is reached: {text}")]
    DailyLimit { text: String },
    #[error("{address} was refused: {code} {text}")]
    RecipientRefused {
        address: String,
        code: u16,
        /// Such as `5.1.1`.
        enhanced: Option<String>,
        text: String,
        permanent: bool,
    },
    /// The mailbox may not send as this address.
    #[error("the sender was refused: {code} {text}")]
    SenderRefused {
        code: u16,
        enhanced: Option<String>,
        text: String,
        permanent: bool,
    },
    #[error("the message is too large")]
    TooLarge,
    /// Not an address, or one that cannot stand in a command.
    #[error("{address} is not an e-mail address")]
    BadAddress { address: String },
    /// The server cannot take international addresses or 8-bit content.
    #[error("the server does not support {feature}")]
    Unsupported { feature: &'static str },
    #[error(transparent)]
    Unreachable(OutboundError),
    /// The conversation broke off or stalled. `after_data`: the whole message had gone out, so
    /// whether it was accepted is unknown.
    #[error("the connection was cut")]
    CutOff { after_data: bool },
    /// The server does not speak SMTP as we know it.
    #[error("the server's answer could not be understood")]
    Unreadable,
    #[error("{code} {text}")]
    Other {
        code: u16,
        enhanced: Option<String>,
        text: String,
        permanent: bool,
    },
}

impl SmtpError {
    /// Whether the same mail may go through later without anybody changing a setting. The unknown
    /// outcome is not temporary: it must be looked up.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::TooManyConnections { .. }
            | Self::DailyLimit { .. }
            | Self::CutOff { after_data: false } => true,
            Self::RecipientRefused { permanent, .. }
            | Self::SenderRefused { permanent, .. }
            | Self::Other { permanent, .. } => !permanent,
            Self::Unreachable(cause) => cause.is_temporary(),
            _ => false,
        }
    }

    /// Whether the mail may have been accepted although no answer came.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        matches!(self, Self::CutOff { after_data: true })
    }

    pub(super) fn other(reply: Reply) -> Self {
        Self::Other {
            permanent: reply.is_permanent(),
            code: reply.code,
            enhanced: reply.enhanced,
            text: reply.text,
        }
    }
}

impl From<OutboundError> for SmtpError {
    fn from(error: OutboundError) -> Self {
        match error {
            OutboundError::Certificate(why) => Self::Certificate(why),
            other => Self::Unreachable(other),
        }
    }
}
