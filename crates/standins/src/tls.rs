//! HTTPS: a listener whose connections have finished their handshake.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

type Accepted = (TlsStream<TcpStream>, SocketAddr);

/// Accepts in a task of its own, so that one slow handshake keeps nobody waiting.
pub struct TlsListener {
    address: io::Result<SocketAddr>,
    accepted: mpsc::Receiver<Accepted>,
    task: JoinHandle<()>,
}

impl TlsListener {
    /// Takes over a listener.
    pub fn new(listener: TcpListener, acceptor: TlsAcceptor) -> Self {
        let (sender, accepted) = mpsc::channel(16);
        Self {
            address: listener.local_addr(),
            accepted,
            task: tokio::spawn(accept(listener, acceptor, sender)),
        }
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, sender: mpsc::Sender<Accepted>) {
    loop {
        let Ok((stream, address)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let (acceptor, sender) = (acceptor.clone(), sender.clone());
        tokio::spawn(async move {
            // A client that breaks off its handshake, or a world that is gone: nothing to serve.
            if let Ok(stream) = acceptor.accept(stream).await {
                let _ = sender.send((stream, address)).await;
            }
        });
    }
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.accepted.recv().await {
            Some(accepted) => accepted,
            // The task ends only with the listener.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.address
            .as_ref()
            .copied()
            .map_err(|error| io::Error::new(error.kind(), error.to_string()))
    }
}
