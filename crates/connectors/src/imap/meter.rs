//! A limit on what one command may bring in.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::outbound::{BoxedWire, OutboundError};

/// A stream that fails with [`OutboundError::TooLarge`] when more than `limit` bytes arrive between
/// two refills.
#[derive(Debug)]
pub(super) struct Metered {
    stream: BoxedWire,
    limit: usize,
    left: usize,
}

impl Metered {
    pub(super) fn new(stream: BoxedWire, limit: usize) -> Self {
        Self {
            stream,
            limit,
            left: limit,
        }
    }

    pub(super) fn refill(&mut self) {
        self.left = self.limit;
    }

    pub(super) fn into_stream(self) -> BoxedWire {
        self.stream
    }
}

impl AsyncRead for Metered {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let limit = self.limit;
        match self.left.checked_sub(buf.filled().len() - before) {
            Some(left) => {
                self.left = left;
                Poll::Ready(Ok(()))
            }
            None => Poll::Ready(Err(io::Error::other(OutboundError::TooLarge { limit }))),
        }
    }
}

impl AsyncWrite for Metered {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
