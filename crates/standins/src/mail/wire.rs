//! A line-based connection that can turn into TLS half-way.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    Gone,
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_read(context, buffer),
            Self::Gone => Poll::Ready(Ok(())),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_write(context, bytes),
            Self::Gone => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(context),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_flush(context),
            Self::Gone => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Tls(stream) => Pin::new(stream.as_mut()).poll_shutdown(context),
            Self::Gone => Poll::Ready(Ok(())),
        }
    }
}

/// One client's connection.
pub struct Wire {
    stream: Stream,
    buffer: Vec<u8>,
}

/// Why no line came.
#[derive(Debug)]
pub enum NoLine {
    /// The client went away.
    End,
    /// The line is longer than allowed; it was read and thrown away.
    TooLong,
}

impl Wire {
    /// A plain connection.
    pub fn plain(stream: TcpStream) -> Self {
        Self {
            stream: Stream::Plain(stream),
            buffer: Vec::new(),
        }
    }

    /// A connection that begins with TLS.
    pub async fn tls(stream: TcpStream, acceptor: &TlsAcceptor) -> io::Result<Self> {
        let stream = acceptor.accept(stream).await?;
        Ok(Self {
            stream: Stream::Tls(Box::new(stream)),
            buffer: Vec::new(),
        })
    }

    /// Turns to TLS. What the client sent before is thrown away, so nothing can be smuggled in.
    pub async fn upgrade(&mut self, acceptor: &TlsAcceptor) -> io::Result<()> {
        self.buffer.clear();
        match std::mem::replace(&mut self.stream, Stream::Gone) {
            Stream::Plain(stream) => {
                self.stream = Stream::Tls(Box::new(acceptor.accept(stream).await?));
                Ok(())
            }
            other => {
                self.stream = other;
                Err(io::ErrorKind::AlreadyExists.into())
            }
        }
    }

    /// Whether the connection is encrypted.
    pub fn is_tls(&self) -> bool {
        matches!(self.stream, Stream::Tls(_))
    }

    async fn fill(&mut self) -> Result<(), NoLine> {
        let mut chunk = [0_u8; 16_384];
        match self.stream.read(&mut chunk).await {
            Ok(0) | Err(_) => Err(NoLine::End),
            Ok(length) => {
                self.buffer.extend_from_slice(&chunk[..length]);
                Ok(())
            }
        }
    }

    /// The next line without its end, at most `longest` bytes. Safe to cancel.
    pub async fn line(&mut self, longest: usize) -> Result<Vec<u8>, NoLine> {
        let mut searched = 0;
        loop {
            if let Some(end) = self.buffer[searched..]
                .iter()
                .position(|byte| *byte == b'\n')
            {
                let end = searched + end;
                let mut line: Vec<u8> = self.buffer.drain(..=end).collect();
                line.pop();
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return if line.len() > longest {
                    Err(NoLine::TooLong)
                } else {
                    Ok(line)
                };
            }
            searched = self.buffer.len();
            if searched > 80 * 1024 * 1024 {
                return Err(NoLine::End);
            }
            self.fill().await?;
        }
    }

    /// Exactly `length` bytes.
    pub async fn bytes(&mut self, length: usize) -> Result<Vec<u8>, NoLine> {
        while self.buffer.len() < length {
            self.fill().await?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    /// Sends bytes at once.
    pub async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }

    /// Sends a line.
    pub async fn say(&mut self, line: &str) -> io::Result<()> {
        self.send(format!("{line}\r\n").as_bytes()).await
    }

    /// Says good-bye to TLS and TCP.
    pub async fn close(&mut self) {
        // The client may be gone already, which is the same result.
        let _ = self.stream.shutdown().await;
    }
}
