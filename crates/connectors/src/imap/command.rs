//! Running one command to its end.
//!
//! async-imap's own commands take a lost connection, and some of them a refusal, for an empty
//! answer. "Not found" decides here whether a mail is sent again, so every command is followed to
//! its tagged end by hand.

use async_imap::{
    Session,
    error::Error as WireError,
    imap_proto::{Outcome, RequestId, Response, Status},
};
use tokio::io::AsyncWriteExt;

use super::{ImapError, meter::Metered};

/// Sends `command` and hands every untagged answer to `each`.
pub(super) async fn run(
    session: &mut Session<Metered>,
    command: &str,
    each: impl FnMut(&Response<'_>),
) -> Result<(), WireError> {
    let id = session.run_command(command).await?;
    finish(session, &id, each).await
}

/// Sends `command` and, once the server says go on, `literal`.
pub(super) async fn run_with_literal(
    session: &mut Session<Metered>,
    command: &str,
    literal: &[u8],
) -> Result<(), WireError> {
    let id = session
        .run_command(format!("{command} {{{}}}", literal.len()))
        .await?;
    loop {
        let answer = session.read_response().await?;
        let answer = answer.ok_or(WireError::ConnectionLost)?;
        match answer.parsed() {
            Response::Continue(_) => break,
            Response::Done {
                tag,
                status,
                outcome,
            } if *tag == id => return ended(status, outcome),
            _ => {}
        }
    }
    let stream = session.get_mut();
    stream.write_all(literal).await?;
    stream.write_all(b"\r\n").await?;
    stream.flush().await?;
    finish(session, &id, |_| {}).await
}

/// A string as it stands in a command.
pub(super) fn quoted(text: &str) -> Result<String, ImapError> {
    if text.is_empty() || !text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Err(ImapError::Invalid("this folder name"));
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    Ok(format!("\"{escaped}\""))
}

async fn finish(
    session: &mut Session<Metered>,
    id: &RequestId,
    mut each: impl FnMut(&Response<'_>),
) -> Result<(), WireError> {
    loop {
        let answer = session.read_response().await?;
        let answer = answer.ok_or(WireError::ConnectionLost)?;
        match answer.parsed() {
            Response::Done {
                tag,
                status,
                outcome,
            } if tag == id => return ended(status, outcome),
            other => each(other),
        }
    }
}

/// Words a refusal the way async-imap does at sign-in, so that one reader serves both.
fn ended(status: &Status, outcome: &Outcome<'_>) -> Result<(), WireError> {
    let Outcome { code, information } = outcome;
    let text = format!("code: {code:?}, info: {information:?}");
    match status {
        Status::Ok => Ok(()),
        Status::No => Err(WireError::No(text)),
        _ => Err(WireError::Bad(text)),
    }
}
