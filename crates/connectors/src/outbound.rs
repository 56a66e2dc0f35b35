//! The one connector for everything that leaves: names are resolved once, every address is checked,
//! and the connection goes to a checked address and nowhere else.

mod address;
mod dial;
mod error;
mod http;
mod resolve;
mod tls;

use std::{sync::Arc, time::Duration};

pub use self::{
    address::is_public,
    dial::{BoxedWire, Security, Wire},
    error::OutboundError,
    http::{Request, Response},
};

/// What may leave, and how long it may take.
#[derive(Clone, Debug)]
pub struct OutboundPolicy {
    /// Allows private, loopback and other non-public addresses, and HTTP without TLS. Set by the
    /// operator only, never from a web form.
    pub allow_private: bool,
    /// Certificates (PEM, one or more) trusted besides the machine's own.
    pub extra_ca: Option<Vec<u8>>,
    /// For resolving a name and reaching the host, each.
    pub connect_timeout: Duration,
    /// For a whole HTTP exchange, and for each step of a mail conversation.
    pub total_timeout: Duration,
    /// Largest answer accepted, in bytes.
    pub max_body: usize,
}

impl Default for OutboundPolicy {
    fn default() -> Self {
        Self {
            allow_private: false,
            extra_ca: None,
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_body: 8 * 1024 * 1024,
        }
    }
}

/// The connector; cheap to clone, shares one connection pool.
#[derive(Clone, Debug)]
pub struct Outbound {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    policy: OutboundPolicy,
    http: reqwest::Client,
    tls: Arc<rustls::ClientConfig>,
}

impl Outbound {
    /// Builds the connector with the machine's root certificates, the policy's extra ones, and no
    /// proxy from the environment.
    ///
    /// # Errors
    /// [`OutboundError::Invalid`] when `extra_ca` is not PEM or holds no usable certificate.
    pub fn new(policy: OutboundPolicy) -> Result<Self, OutboundError> {
        let tls = tls::client_config(policy.extra_ca.as_deref())?;
        let http = http::client(&policy, tls.clone())?;
        Ok(Self {
            inner: Arc::new(Inner {
                policy,
                http,
                tls: Arc::new(tls),
            }),
        })
    }

    /// The policy this connector was built with.
    #[must_use]
    pub fn policy(&self) -> &OutboundPolicy {
        &self.inner.policy
    }
}
