//! An IMAP4rev1 server over the mailboxes (RFC 3501 with SASL-IR, UIDPLUS, IDLE, MOVE, ID, ENABLE, NAMESPACE, SPECIAL-USE).

mod commands;
mod describe;
mod fetch;
mod parse;
mod search;
mod select;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::TlsAcceptor;

use super::wire::{NoLine, Wire};
use crate::faults::Kind;
use crate::journal;
use crate::state::State;
use parse::Arg;

const LONGEST_LINE: usize = 65_536;
const LARGEST_LITERAL: usize = 25 * 1024 * 1024;

/// The folder a session looks at, as the client knows it.
struct Selected {
    folder: String,
    read_only: bool,
    /// UID and flags by sequence number.
    known: Vec<(u32, BTreeSet<String>)>,
}

struct Session {
    state: Arc<State>,
    acceptor: TlsAcceptor,
    wire: Wire,
    account: Option<String>,
    selected: Option<Selected>,
}

type Step = Result<(), NoLine>;

/// Serves one client until it leaves.
pub async fn serve(state: Arc<State>, acceptor: TlsAcceptor, wire: Wire) {
    let mut session = Session {
        state,
        acceptor,
        wire,
        account: None,
        selected: None,
    };
    let greeting = format!(
        "* OK [CAPABILITY {}] pretend mailboxes of the Liaison demo",
        session.capabilities()
    );
    if session.say(&greeting).await.is_err() {
        return;
    }
    while let Ok(bytes) = session.read_command().await {
        match session.command(&bytes).await {
            Ok(true) => {}
            Ok(false) | Err(_) => break,
        }
    }
    session.wire.close().await;
}

impl Session {
    fn capabilities(&self) -> String {
        let start = if self.wire.is_tls() { "" } else { " STARTTLS" };
        format!(
            "IMAP4rev1{start} AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR LITERAL+ ID ENABLE IDLE NAMESPACE UIDPLUS MOVE SPECIAL-USE CHILDREN UNSELECT"
        )
    }

    async fn say(&mut self, line: &str) -> Step {
        self.wire.say(line).await.map_err(|_| NoLine::End)
    }

    async fn send(&mut self, bytes: &[u8]) -> Step {
        self.wire.send(bytes).await.map_err(|_| NoLine::End)
    }

    /// A whole command with its literals in place.
    async fn read_command(&mut self) -> Result<Vec<u8>, NoLine> {
        let mut whole = Vec::new();
        loop {
            let line = match self.wire.line(LONGEST_LINE).await {
                Ok(line) => line,
                Err(NoLine::TooLong) => {
                    self.say("* BAD Line too long").await?;
                    continue;
                }
                Err(NoLine::End) => return Err(NoLine::End),
            };
            whole.extend_from_slice(&line);
            let Some((length, waits)) = parse::literal(&line) else {
                return Ok(whole);
            };
            if length > LARGEST_LITERAL {
                self.say("* BYE [TOOBIG] Literal too large").await?;
                return Err(NoLine::End);
            }
            if waits {
                self.say("+ Go ahead").await?;
            }
            whole.extend_from_slice(b"\r\n");
            whole.extend(self.wire.bytes(length).await?);
        }
    }

    /// Runs one command; false ends the session.
    async fn command(&mut self, bytes: &[u8]) -> Result<bool, NoLine> {
        let Some(args) = parse::arguments(bytes).filter(|args| args.len() >= 2) else {
            let tag = bytes
                .split(|byte| *byte == b' ')
                .next()
                .filter(|tag| !tag.is_empty())
                .unwrap_or(b"*");
            let tag = String::from_utf8_lossy(tag).into_owned();
            self.say(&format!("{tag} BAD Cannot read that")).await?;
            return Ok(true);
        };
        let tag = args[0].text();
        let mut verb = args[1].word();
        let mut rest = &args[2..];
        let uid = verb == "UID" && !rest.is_empty();
        if uid {
            verb = rest[0].word();
            rest = &rest[1..];
        }
        if let Some(goes_on) = self.struck(&tag, &verb).await? {
            return Ok(goes_on);
        }
        let shown = rest.first().map(Arg::text).unwrap_or_default();
        let account = self.account.clone().unwrap_or_default();
        let at = self.state.clock.now().to_string();
        let path = if verb == "LOGIN" || verb == "AUTHENTICATE" {
            shown
        } else {
            String::new()
        };
        self.state.journal.add(journal::Call {
            service: "imap",
            method: verb.clone(),
            path,
            account,
            status: 200,
            at,
        });
        if verb == "LOGOUT" {
            self.say("* BYE See you").await?;
            self.say(&format!("{tag} OK Logged out")).await?;
            return Ok(false);
        }
        let answer = self.run(&tag, &verb, uid, rest).await?;
        if self.selected.is_some() && !matches!(verb.as_str(), "SELECT" | "EXAMINE" | "IDLE") {
            // Sequence numbers must not move under a command that uses them.
            let may_expunge = uid || !matches!(verb.as_str(), "FETCH" | "STORE" | "SEARCH");
            self.tell_changes(may_expunge).await?;
        }
        if !answer.is_empty() {
            self.say(&format!("{tag} {answer}")).await?;
        }
        Ok(true)
    }

    /// Faults on order; `Some(false)` ends the session, `Some(true)` the command.
    async fn struck(&mut self, tag: &str, verb: &str) -> Result<Option<bool>, NoLine> {
        let account = self.account.clone().unwrap_or_default();
        let struck = self.state.faults.strike("imap", &account, verb, |fault| {
            fault.path.is_some() || !matches!(verb, "CAPABILITY" | "STARTTLS" | "LOGOUT" | "ID")
        });
        for fault in struck {
            match fault.kind {
                Kind::Slow => {
                    tokio::time::sleep(Duration::from_millis(fault.ms.unwrap_or(1_000))).await
                }
                Kind::Cut => return Ok(Some(false)),
                Kind::Throttled => {
                    self.say("* BYE [ALERT] Too many connections").await?;
                    return Ok(Some(false));
                }
                Kind::Status | Kind::Expired | Kind::Revoked | Kind::Scope | Kind::Refuse => {
                    let text = fault
                        .text
                        .as_deref()
                        .unwrap_or("[UNAVAILABLE] Try again later")
                        .to_owned();
                    self.say(&format!("{tag} NO {text}")).await?;
                    return Ok(Some(true));
                }
            }
        }
        Ok(None)
    }

    /// Tells the client what changed in the selected folder since it last heard.
    async fn tell_changes(&mut self, may_expunge: bool) -> Step {
        let Some(account) = self.account.clone() else {
            return Ok(());
        };
        let Some(selected) = self.selected.as_mut() else {
            return Ok(());
        };
        let mut lines = String::new();
        {
            let mut post = self.state.post();
            let Some(folder) = post
                .mailbox(&account)
                .and_then(|mailbox| mailbox.folder(&selected.folder))
            else {
                return Ok(());
            };
            if may_expunge {
                let mut place = 0;
                while place < selected.known.len() {
                    if folder
                        .messages
                        .binary_search_by_key(&selected.known[place].0, |message| message.uid)
                        .is_ok()
                    {
                        place += 1;
                    } else {
                        selected.known.remove(place);
                        lines.push_str(&format!("* {} EXPUNGE\r\n", place + 1));
                    }
                }
            }
            let newest = selected.known.last().map_or(0, |(uid, _)| *uid);
            let fresh: Vec<_> = folder
                .messages
                .iter()
                .filter(|message| message.uid > newest)
                .map(|message| (message.uid, message.flags.clone()))
                .collect();
            if !fresh.is_empty() {
                selected.known.extend(fresh);
                lines.push_str(&format!("* {} EXISTS\r\n", selected.known.len()));
            }
            for (place, (uid, flags)) in selected.known.iter_mut().enumerate() {
                let Ok(at) = folder
                    .messages
                    .binary_search_by_key(uid, |message| message.uid)
                else {
                    continue;
                };
                let message = &folder.messages[at];
                if message.flags != *flags {
                    flags.clone_from(&message.flags);
                    lines.push_str(&format!(
                        "* {} FETCH (UID {uid} FLAGS ({}))\r\n",
                        place + 1,
                        fetch::flags(message)
                    ));
                }
            }
        }
        if lines.is_empty() {
            Ok(())
        } else {
            self.send(lines.as_bytes()).await
        }
    }
}
