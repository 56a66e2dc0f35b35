//! Why something could not leave or come back.

/// A connection that did not happen or did not end well.
///
/// Texts name the host at most: never a path, a query, a header or a body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutboundError {
    /// The host is, or resolves to, an address outside the public internet, and the operator has
    /// not allowed that.
    #[error("{host} is a private address, which this installation does not allow")]
    PrivateAddress { host: String },
    /// HTTP without TLS to a public host.
    #[error("{host} would be reached without encryption")]
    ClearText { host: String },
    /// The name has no address, or the resolver failed.
    #[error("{host} could not be found")]
    NotResolved { host: String },
    /// The host answered that nothing listens on the port.
    #[error("{host} refused the connection")]
    Refused { host: String },
    /// No way to the host: network or host unreachable, or another failure before a connection.
    #[error("{host} could not be reached")]
    NoRoute { host: String },
    /// Connecting or the whole exchange took longer than the policy allows.
    #[error("the time allowed ran out")]
    TimedOut,
    /// The certificate was not accepted: unknown issuer, other name, out of date.
    #[error("the certificate was not accepted: {0}")]
    Certificate(String),
    /// TLS failed for another reason than the certificate.
    #[error("the encrypted connection could not be set up: {0}")]
    Tls(String),
    /// The answer is longer than the policy's `max_body`, in bytes.
    #[error("the answer is longer than {limit} bytes")]
    TooLarge { limit: usize },
    /// The other side closed the connection before the answer was complete; whether it acted on the
    /// request is unknown.
    #[error("the connection was cut before the answer was complete")]
    CutOff,
    /// What was asked for makes no sense: no host, unknown scheme, an unreadable certificate file.
    #[error("{0}")]
    Invalid(String),
}

impl OutboundError {
    /// Whether the other side's certificate is the cause.
    #[must_use]
    pub fn is_certificate(&self) -> bool {
        matches!(self, Self::Certificate(_))
    }

    /// Whether trying again later can help without anybody changing a setting.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::NotResolved { .. }
                | Self::Refused { .. }
                | Self::NoRoute { .. }
                | Self::TimedOut
                | Self::CutOff
        )
    }

    /// The reading of an I/O error while connecting to `host`, TLS included.
    pub(crate) fn from_connect(error: &std::io::Error, host: &str) -> Self {
        use std::io::ErrorKind;
        if let Some(tls) = tls_cause(error) {
            return tls;
        }
        let host = host.to_owned();
        match error.kind() {
            ErrorKind::ConnectionRefused => Self::Refused { host },
            ErrorKind::TimedOut => Self::TimedOut,
            kind if is_cut(kind) => Self::CutOff,
            _ => Self::NoRoute { host },
        }
    }

    /// The reading of an I/O error on an open connection.
    pub(crate) fn from_stream(error: &std::io::Error) -> Self {
        if let Some(ours) = error.get_ref().and_then(|e| e.downcast_ref::<Self>()) {
            return ours.clone();
        }
        match tls_cause(error) {
            Some(tls) => tls,
            None if error.kind() == std::io::ErrorKind::TimedOut => Self::TimedOut,
            None => Self::CutOff,
        }
    }

    /// Finds the most telling cause in an HTTP client error; its own text, which may hold the URL,
    /// is dropped.
    pub(super) fn from_http(error: &reqwest::Error, host: &str) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        let mut io_cause = None;
        while let Some(current) = cause {
            if let Some(ours) = current.downcast_ref::<Self>() {
                return ours.clone();
            }
            if let Some(io) = current.downcast_ref::<std::io::Error>() {
                if let Some(ours) = io.get_ref().and_then(|e| e.downcast_ref::<Self>()) {
                    return ours.clone();
                }
                io_cause = Some(io);
            }
            cause = current.source();
        }
        match io_cause {
            _ if error.is_timeout() => Self::TimedOut,
            Some(io) if error.is_connect() => Self::from_connect(io, host),
            Some(io) => Self::from_stream(io),
            None if error.is_connect() => Self::NoRoute {
                host: host.to_owned(),
            },
            None if error.is_builder() => Self::Invalid("the request could not be built".into()),
            None => Self::CutOff,
        }
    }
}

fn is_cut(kind: std::io::ErrorKind) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(
        kind,
        BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof
    )
}

fn tls_cause(error: &std::io::Error) -> Option<OutboundError> {
    let inner = error.get_ref()?;
    if let Some(nested) = inner.downcast_ref::<std::io::Error>() {
        return tls_cause(nested);
    }
    Some(match inner.downcast_ref::<rustls::Error>()? {
        rustls::Error::InvalidCertificate(why) => OutboundError::Certificate(why.to_string()),
        rustls::Error::NoCertificatesPresented => {
            OutboundError::Certificate("none was presented".into())
        }
        other => OutboundError::Tls(other.to_string()),
    })
}
