//! The company's relay: takes mail from anybody, for anybody (RFC 5321).

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio_rustls::TlsAcceptor;

use super::post::{mail_date, message_id};
use super::wire::{NoLine, Wire};
use crate::faults::Kind;
use crate::journal;
use crate::provider::bearer::{self, Door};
use crate::state::State;

const LONGEST_COMMAND: usize = 4_096;
const LONGEST_LINE: usize = 100_000;
const LARGEST: usize = 25 * 1024 * 1024;
const MOST_RECIPIENTS: usize = 1_000;

struct Session {
    state: Arc<State>,
    acceptor: TlsAcceptor,
    wire: Wire,
    hello: String,
    account: String,
    from: Option<String>,
    to: Vec<String>,
}

/// How a command ended.
enum Next {
    Go,
    End,
}

type Step = Result<Next, NoLine>;

/// Serves one client until it leaves.
pub async fn serve(state: Arc<State>, acceptor: TlsAcceptor, wire: Wire) {
    let mut session = Session {
        state,
        acceptor,
        wire,
        hello: String::new(),
        account: String::new(),
        from: None,
        to: Vec::new(),
    };
    if session
        .say(
            220,
            "mail.localhost ESMTP pretend relay of the Liaison demo",
        )
        .await
        .is_err()
    {
        return;
    }
    loop {
        let line = match session.wire.line(LONGEST_COMMAND).await {
            Ok(line) => String::from_utf8_lossy(&line).into_owned(),
            Err(NoLine::TooLong) => {
                if session.say(500, "5.5.6 Line too long").await.is_err() {
                    return;
                }
                continue;
            }
            Err(NoLine::End) => return,
        };
        if !matches!(session.command(&line).await, Ok(Next::Go)) {
            break;
        }
    }
    session.wire.close().await;
}

impl Session {
    async fn say(&mut self, code: u16, text: &str) -> Step {
        self.wire
            .say(&format!("{code} {text}"))
            .await
            .map(|()| Next::Go)
            .map_err(|_| NoLine::End)
    }

    fn log(&self, method: &str, path: &str, status: u16) {
        let at = self.state.clock.now().to_string();
        self.state.journal.add(journal::Call {
            service: "smtp",
            method: method.into(),
            path: path.into(),
            account: self.account.clone(),
            status,
            at,
        });
    }

    /// Faults on order; `Some` ends the command.
    async fn struck(&mut self, verb: &str) -> Option<Step> {
        for fault in self
            .state
            .faults
            .strike("smtp", &self.account, verb, |fault| {
                fault.path.is_some() || verb == "MAIL"
            })
        {
            match fault.kind {
                Kind::Slow => {
                    tokio::time::sleep(Duration::from_millis(fault.ms.unwrap_or(1_000))).await
                }
                Kind::Cut => return Some(Ok(Next::End)),
                Kind::Throttled => {
                    self.log(verb, "", 421);
                    let said = self
                        .say(
                            421,
                            fault
                                .text
                                .as_deref()
                                .unwrap_or("4.7.0 Too many connections, try again later"),
                        )
                        .await;
                    return Some(said.map(|_| Next::End));
                }
                Kind::Status | Kind::Expired | Kind::Revoked | Kind::Scope | Kind::Refuse => {
                    let code = fault.code.unwrap_or(451);
                    self.log(verb, "", code);
                    return Some(
                        self.say(
                            code,
                            fault.text.as_deref().unwrap_or("4.3.0 Try again later"),
                        )
                        .await,
                    );
                }
            }
        }
        None
    }

    async fn command(&mut self, line: &str) -> Step {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let verb = verb.to_uppercase();
        if let Some(step) = self.struck(&verb).await {
            return step;
        }
        match verb.as_str() {
            "HELO" => {
                self.hello = rest.trim().into();
                self.say(250, "mail.localhost").await
            }
            "EHLO" => self.ehlo(rest).await,
            "STARTTLS" if self.wire.is_tls() => self.say(503, "5.5.1 Already encrypted").await,
            "STARTTLS" => {
                self.say(220, "2.0.0 Go ahead").await?;
                self.reset();
                self.hello.clear();
                self.account.clear();
                self.wire
                    .upgrade(&self.acceptor)
                    .await
                    .map(|()| Next::Go)
                    .map_err(|_| NoLine::End)
            }
            "AUTH" => self.auth(rest).await,
            "MAIL" => self.mail(rest).await,
            "RCPT" => self.rcpt(rest).await,
            "DATA" => self.data().await,
            "RSET" => {
                self.reset();
                self.say(250, "2.0.0 Forgotten").await
            }
            "NOOP" => self.say(250, "2.0.0 Fine").await,
            "VRFY" => {
                self.say(252, "2.5.0 Send some mail, I will try my best")
                    .await
            }
            "QUIT" => self.say(221, "2.0.0 Bye").await.map(|_| Next::End),
            _ => self.say(500, "5.5.1 Command not recognised").await,
        }
    }

    fn reset(&mut self) {
        self.from = None;
        self.to.clear();
    }

    async fn ehlo(&mut self, name: &str) -> Step {
        self.hello = name.trim().into();
        self.reset();
        let size = format!("SIZE {LARGEST}");
        let mut offers = vec![
            "mail.localhost",
            "PIPELINING",
            &size,
            "8BITMIME",
            "SMTPUTF8",
            "ENHANCEDSTATUSCODES",
        ];
        if !self.wire.is_tls() {
            offers.push("STARTTLS");
        }
        offers.push("AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER");
        let last = offers.len() - 1;
        let lines: String = offers
            .iter()
            .enumerate()
            .map(|(place, offer)| {
                format!("250{}{offer}\r\n", if place == last { ' ' } else { '-' })
            })
            .collect();
        self.wire
            .send(lines.as_bytes())
            .await
            .map(|()| Next::Go)
            .map_err(|_| NoLine::End)
    }

    /// A prompt in base64 and the client's decoded answer; `None` when it gave up or sent nonsense.
    async fn ask(&mut self, prompt: &str) -> Result<Option<Vec<u8>>, NoLine> {
        self.wire
            .say(&format!("334 {}", STANDARD.encode(prompt)))
            .await
            .map_err(|_| NoLine::End)?;
        let line = self.wire.line(LONGEST_LINE).await?;
        Ok(STANDARD.decode(line.trim_ascii()).ok())
    }

    async fn auth(&mut self, rest: &str) -> Step {
        let (mechanism, initial) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
        let first = match initial.trim() {
            "" => None,
            "=" => Some(Vec::new()),
            text => match STANDARD.decode(text) {
                Ok(bytes) => Some(bytes),
                Err(_) => return self.say(501, "5.5.2 Cannot decode that").await,
            },
        };
        let (user, password) = match mechanism.to_uppercase().as_str() {
            "PLAIN" => {
                let bytes = match first {
                    Some(bytes) => Some(bytes),
                    None => self.ask("").await?,
                };
                let text = String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
                let mut parts = text.split('\0').skip(1).map(str::to_owned);
                (
                    parts.next().unwrap_or_default(),
                    parts.next().unwrap_or_default(),
                )
            }
            "LOGIN" => {
                let user = match first {
                    Some(bytes) => Some(bytes),
                    None => self.ask("Username:").await?,
                };
                let password = self.ask("Password:").await?;
                let text = |bytes: Option<Vec<u8>>| {
                    String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
                };
                (text(user), text(password))
            }
            "XOAUTH2" | "OAUTHBEARER" => {
                let bytes = match first {
                    Some(bytes) => Some(bytes),
                    None => self.ask("").await?,
                };
                return self.bearer(mechanism, &bytes.unwrap_or_default()).await;
            }
            _ => return self.say(504, "5.5.4 Mechanism not known").await,
        };
        let opened = self.state.post().opens(&user, &password);
        if opened {
            self.account = user.to_lowercase();
            self.log("AUTH", mechanism, 235);
            return self.say(235, "2.7.0 Welcome").await;
        }
        self.log("AUTH", &user, 535);
        self.say(535, "5.7.8 Username and password not accepted")
            .await
    }

    async fn bearer(&mut self, mechanism: &str, message: &[u8]) -> Step {
        let shown = bearer::credentials(message);
        let opened =
            shown.filter(|(user, token)| bearer::opens(&self.state, user, token, Door::Smtp));
        if let Some((user, _)) = opened {
            self.account = user.trim().to_lowercase();
            self.log("AUTH", mechanism, 235);
            return self.say(235, "2.7.0 Welcome").await;
        }
        // The client must answer the reason with an empty line, or a single byte (contracts 6).
        self.ask(bearer::challenge(mechanism)).await?;
        self.log("AUTH", mechanism, 535);
        self.say(535, "5.7.8 Authentication failed").await
    }

    async fn mail(&mut self, rest: &str) -> Step {
        if self.hello.is_empty() {
            return self.say(503, "5.5.1 Say EHLO first").await;
        }
        if self.from.is_some() {
            return self.say(503, "5.5.1 One sender at a time").await;
        }
        let Some((address, options)) = path(rest, "FROM:") else {
            return self.say(501, "5.5.4 Syntax: MAIL FROM:<address>").await;
        };
        let size = options.split(' ').find_map(|option| {
            option
                .to_uppercase()
                .strip_prefix("SIZE=")?
                .parse::<usize>()
                .ok()
        });
        if size.is_some_and(|size| size > LARGEST) {
            return self.say(552, "5.3.4 Message too big").await;
        }
        if !self.state.post().may_send(&self.account, &address) {
            self.log("MAIL", &address, 553);
            return self
                .say(553, "5.7.1 Sender address rejected: not owned by user")
                .await;
        }
        self.from = Some(address);
        self.say(250, "2.1.0 Sender fine").await
    }

    async fn rcpt(&mut self, rest: &str) -> Step {
        if self.from.is_none() {
            return self.say(503, "5.5.1 MAIL first").await;
        }
        let Some((address, _)) = path(rest, "TO:").filter(|(address, _)| address.contains('@'))
        else {
            return self.say(501, "5.1.3 Syntax: RCPT TO:<address>").await;
        };
        if self.to.len() >= MOST_RECIPIENTS {
            return self.say(452, "4.5.3 Too many recipients").await;
        }
        let refusal = self.state.post().refusal(&address);
        if let Some((code, text)) = refusal {
            self.log("RCPT", &address, code);
            return self.say(code, &text).await;
        }
        self.to.push(address);
        self.say(250, "2.1.5 Recipient fine").await
    }

    async fn data(&mut self) -> Step {
        if self.to.is_empty() {
            return self.say(503, "5.5.1 RCPT first").await;
        }
        self.say(354, "End with a line of one dot").await?;
        let mut body = Vec::new();
        let (mut too_big, mut too_long) = (false, false);
        loop {
            let line = match self.wire.line(LONGEST_LINE).await {
                Ok(line) => line,
                Err(NoLine::TooLong) => {
                    too_long = true;
                    continue;
                }
                Err(NoLine::End) => return Err(NoLine::End),
            };
            if line == b"." {
                break;
            }
            if body.len() + line.len() > LARGEST {
                too_big = true;
                continue;
            }
            body.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            body.extend_from_slice(b"\r\n");
        }
        let from = self.from.take().unwrap_or_default();
        let to = std::mem::take(&mut self.to);
        if too_big {
            return self.say(552, "5.3.4 Message too big").await;
        }
        if too_long {
            return self.say(500, "5.6.0 A line is too long").await;
        }
        // Two moments that have no command of their own: all has come, and all is taken.
        if let Some(step) = self.struck("COME").await {
            return step;
        }
        let now = self.state.clock.now();
        let id = message_id("relay");
        let secure = if self.wire.is_tls() {
            "ESMTPS"
        } else {
            "ESMTP"
        };
        let trace = format!(
            "Return-Path: <{from}>\r\nReceived: from {} by mail.localhost with {secure}\r\n id {id}; {}\r\n",
            self.hello,
            mail_date(now)
        );
        let mut raw = trace.into_bytes();
        raw.append(&mut body);
        let raw = Arc::new(raw);
        {
            let mut post = self.state.post();
            for recipient in &to {
                post.take(&from, recipient, &raw, now);
            }
            post.deliver_due(now.as_microsecond());
        }
        self.state.mail_changed();
        self.log("DATA", &format!("{from} -> {}", to.join(", ")), 250);
        if let Some(step) = self.struck("TAKEN").await {
            return step;
        }
        self.say(250, &format!("2.0.0 Taken as {id}")).await
    }
}

/// Address and options of `FROM:<a@b> SIZE=1`.
fn path(rest: &str, word: &str) -> Option<(String, String)> {
    let rest = rest.trim();
    let after = rest
        .get(..word.len())
        .filter(|start| start.eq_ignore_ascii_case(word))
        .map(|_| rest[word.len()..].trim_start())?;
    let (address, options) = after.strip_prefix('<')?.split_once('>')?;
    let address = address
        .rsplit_once(':')
        .map_or(address, |(_, address)| address);
    (!address.contains([' ', '\t', '<'])).then(|| (address.to_owned(), options.trim().to_owned()))
}
