//! Plain and encrypted byte streams, for mail.

use std::{fmt, sync::Arc, time::Duration};

use rustls::pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::{Outbound, OutboundError, resolve};

/// Bytes both ways.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send + Sync + fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Sync + fmt::Debug> Wire for T {}

/// A stream whose kind, plain or encrypted, is settled at run time.
pub type BoxedWire = Box<dyn Wire>;

/// How a mail connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Security {
    /// Encrypted from the first byte.
    Tls,
    /// Encrypted by STARTTLS before anything else; refused where that is not offered.
    StartTls,
    /// Encrypted by STARTTLS where it is offered, clear otherwise and on loopback. Credentials are
    /// never sent in the clear, except to loopback when the policy allows private addresses.
    Plain,
}

impl Outbound {
    /// Connects to the first checked address of `host` that answers. `host` is a name or an address
    /// without port.
    ///
    /// # Errors
    /// [`OutboundError::PrivateAddress`] before anything is sent, or why no address answered.
    pub async fn dial_tcp(&self, host: &str, port: u16) -> Result<TcpStream, OutboundError> {
        let policy = self.policy();
        let mut last = OutboundError::NotResolved {
            host: host.to_owned(),
        };
        for address in resolve::addresses(host, port, policy).await? {
            match within(policy.connect_timeout, TcpStream::connect(address), host).await {
                Ok(stream) => {
                    stream.set_nodelay(true).ok();
                    return Ok(stream);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// [`Self::dial_tcp`], then TLS at once.
    ///
    /// # Errors
    /// As `dial_tcp` and `start_tls`.
    pub async fn dial_tls(
        &self,
        host: &str,
        port: u16,
    ) -> Result<TlsStream<TcpStream>, OutboundError> {
        let stream = self.dial_tcp(host, port).await?;
        self.start_tls(stream, host).await
    }

    /// Encrypts an open stream; the certificate must be valid for `host`. After a STARTTLS
    /// conversation the caller must have checked that nothing unread is left in its buffer.
    ///
    /// # Errors
    /// [`OutboundError::Certificate`], [`OutboundError::Tls`], [`OutboundError::TimedOut`] or
    /// [`OutboundError::CutOff`].
    pub async fn start_tls<S>(&self, stream: S, host: &str) -> Result<TlsStream<S>, OutboundError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| OutboundError::Invalid("this is not the name of a host".into()))?;
        let connector = TlsConnector::from(Arc::clone(&self.inner.tls));
        let timeout = self.policy().connect_timeout;
        within(timeout, connector.connect(name, stream), host).await
    }
}

async fn within<T>(
    timeout: Duration,
    work: impl Future<Output = std::io::Result<T>>,
    host: &str,
) -> Result<T, OutboundError> {
    tokio::time::timeout(timeout, work)
        .await
        .map_err(|_| OutboundError::TimedOut)?
        .map_err(|e| OutboundError::from_connect(&e, host))
}
