//! Running one command to its end.
//!
//! async-imap reads the answers; the commands are written here. Its own take a lost connection, and
//! some of them a refusal, for an empty answer, and "not found" decides here whether a mail is sent
//! again. They also write every line they send, passwords included, to the log.

use std::fmt;

use async_imap::{
    Client,
    error::Error as WireError,
    imap_proto::{Outcome, Response, Status},
};
use tokio::io::AsyncWriteExt;

use super::{ImapError, meter::Metered};
use crate::outbound::BoxedWire;

/// An open connection, signed in or not.
pub(super) struct Conversation {
    client: Client<Metered>,
    commands: u32,
}

impl fmt::Debug for Conversation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conversation").finish_non_exhaustive()
    }
}

impl Conversation {
    /// Each command's answer may have `limit` bytes.
    pub(super) fn new(stream: BoxedWire, limit: usize) -> Self {
        Self {
            client: Client::new(Metered::new(stream, limit)),
            commands: 0,
        }
    }

    /// The bare stream; what was read ahead is dropped.
    pub(super) fn into_stream(self) -> BoxedWire {
        self.client.into_inner().into_stream()
    }

    /// Reads the server's first words: ready, or `Err` with the reason why not.
    pub(super) async fn greeting(&mut self) -> Result<(), ImapError> {
        let greeting = self.client.read_response().await.map_err(WireError::Io)?;
        let greeting = greeting.ok_or(ImapError::CutOff)?;
        match greeting.parsed() {
            Response::Data {
                status: Status::Ok, ..
            } => Ok(()),
            Response::Data {
                status: Status::Bye,
                outcome,
            } => Err(ImapError::Busy {
                text: crate::text::clip(outcome.information.as_deref().unwrap_or_default(), 300),
            }),
            _ => Err(ImapError::Unreadable),
        }
    }

    /// Sends `command` and hands every untagged answer to `each`.
    pub(super) async fn run(
        &mut self,
        command: &str,
        each: impl FnMut(&Response<'_>),
    ) -> Result<(), WireError> {
        let tag = self.begin(command).await?;
        self.finish(&tag, each).await
    }

    /// Sends `command` and, once the server says go on, `rest` and a line end.
    pub(super) async fn run_in_two(&mut self, command: &str, rest: &[u8]) -> Result<(), WireError> {
        self.run_in_steps(command, &[rest], |_| {}).await
    }

    /// Sends `command` and, each time the server says go on, the next of `steps` and a line end. What
    /// the server says with it goes to `each`.
    pub(super) async fn run_in_steps(
        &mut self,
        command: &str,
        steps: &[&[u8]],
        mut each: impl FnMut(&str),
    ) -> Result<(), WireError> {
        let tag = self.begin(command).await?;
        for step in steps {
            loop {
                let answer = self.client.read_response().await?;
                let answer = answer.ok_or(WireError::ConnectionLost)?;
                match answer.parsed() {
                    Response::Continue(outcome) => {
                        each(outcome.information.as_deref().unwrap_or_default());
                        break;
                    }
                    Response::Done {
                        tag: ended,
                        status,
                        outcome,
                    } if ended.0 == tag => return verdict(status, outcome),
                    _ => {}
                }
            }
            self.write(&[step, b"\r\n".as_slice()].concat()).await?;
        }
        self.finish(&tag, |_| {}).await
    }

    async fn begin(&mut self, command: &str) -> Result<String, WireError> {
        self.commands += 1;
        let tag = format!("L{}", self.commands);
        self.client.get_mut().refill();
        self.write(format!("{tag} {command}\r\n").as_bytes())
            .await?;
        Ok(tag)
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), WireError> {
        let stream = self.client.get_mut();
        stream.write_all(bytes).await?;
        stream.flush().await?;
        Ok(())
    }

    async fn finish(
        &mut self,
        tag: &str,
        mut each: impl FnMut(&Response<'_>),
    ) -> Result<(), WireError> {
        loop {
            let answer = self.client.read_response().await?;
            let answer = answer.ok_or(WireError::ConnectionLost)?;
            match answer.parsed() {
                Response::Done {
                    tag: ended,
                    status,
                    outcome,
                } if ended.0 == tag => return verdict(status, outcome),
                other => each(other),
            }
        }
    }
}

/// A string as it stands in a command; `None` when it holds more than printable ASCII.
pub(super) fn quoted(text: &str) -> Option<String> {
    let printable = text.bytes().all(|b| (0x20..0x7f).contains(&b));
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    printable.then(|| format!("\"{escaped}\""))
}

fn verdict(status: &Status, outcome: &Outcome<'_>) -> Result<(), WireError> {
    let Outcome { code, information } = outcome;
    let text = format!("code: {code:?}, info: {information:?}");
    match status {
        Status::Ok => Ok(()),
        Status::No => Err(WireError::No(text)),
        _ => Err(WireError::Bad(text)),
    }
}
