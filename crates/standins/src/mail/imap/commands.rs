//! Commands that need no selected folder, and the way to those that do.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::parse::Arg;
use super::{NoLine, Session, describe};
use crate::provider::bearer::{self, Door};

type Answer = Result<String, NoLine>;

const NOT_NOW: &str = "BAD Not in this state";

impl Session {
    /// Runs a command; answers the tagged line without its tag, empty if it was sent already.
    pub(super) async fn run(&mut self, tag: &str, verb: &str, uid: bool, args: &[Arg]) -> Answer {
        match verb {
            "CAPABILITY" => {
                let line = format!("* CAPABILITY {}", self.capabilities());
                self.say(&line).await?;
                Ok("OK Done".into())
            }
            "NOOP" | "CHECK" => Ok("OK Done".into()),
            "ID" => {
                self.say("* ID (\"name\" \"liaison-standins\")").await?;
                Ok("OK Done".into())
            }
            "STARTTLS" if self.wire.is_tls() => Ok("BAD Already encrypted".into()),
            "STARTTLS" => {
                self.say(&format!("{tag} OK Begin TLS")).await?;
                self.account = None;
                self.selected = None;
                self.wire
                    .upgrade(&self.acceptor)
                    .await
                    .map_err(|_| NoLine::End)?;
                Ok(String::new())
            }
            "LOGIN" | "AUTHENTICATE" if self.account.is_some() => Ok(NOT_NOW.into()),
            "LOGIN" => match args {
                [user, password] => Ok(self.log_in(&user.text(), &password.text())),
                _ => Ok("BAD LOGIN wants a name and a password".into()),
            },
            "AUTHENTICATE" => self.authenticate(args).await,
            _ if self.account.is_none() => Ok(NOT_NOW.into()),
            "ENABLE" => {
                self.say("* ENABLED").await?;
                Ok("OK Done".into())
            }
            "NAMESPACE" => {
                self.say("* NAMESPACE ((\"\" \"/\")) NIL NIL").await?;
                Ok("OK Done".into())
            }
            "LIST" | "LSUB" | "XLIST" => self.list(verb, args).await,
            "STATUS" => self.status(args).await,
            "CREATE" | "DELETE" | "SUBSCRIBE" | "UNSUBSCRIBE" | "RENAME" => {
                Ok(self.folders(verb, args))
            }
            "APPEND" => Ok(self.append(args)),
            "SELECT" | "EXAMINE" => self.select(verb, args).await,
            _ if self.selected.is_none() => Ok(NOT_NOW.into()),
            "IDLE" => self.idle().await,
            "CLOSE" => {
                self.expunge(None).await?;
                self.selected = None;
                Ok("OK Closed".into())
            }
            "UNSELECT" => {
                self.selected = None;
                Ok("OK Closed".into())
            }
            "EXPUNGE" => {
                self.expunge(args.first().filter(|_| uid).map(Arg::text).as_deref())
                    .await?;
                Ok("OK Expunged".into())
            }
            "FETCH" => self.fetch(uid, args).await,
            "STORE" => self.store(uid, args).await,
            "SEARCH" => self.search(uid, args).await,
            "COPY" | "MOVE" => self.copy(verb, uid, args).await,
            _ => Ok("BAD Command not known".into()),
        }
    }

    fn log_in(&mut self, user: &str, password: &str) -> String {
        if !self.state.post().opens(user, password) {
            return "NO [AUTHENTICATIONFAILED] Authentication failed.".into();
        }
        self.welcome(user)
    }

    fn welcome(&mut self, user: &str) -> String {
        self.account = Some(user.trim().to_lowercase());
        format!("OK [CAPABILITY {}] Welcome", self.capabilities())
    }

    async fn authenticate(&mut self, args: &[Arg]) -> Answer {
        let mechanism = args.first().map(Arg::word).unwrap_or_default();
        let initial = match args.get(1).map(Arg::text) {
            Some(text) => text,
            None => {
                self.say("+ ").await?;
                String::from_utf8_lossy(&self.wire.line(65_536).await?).into_owned()
            }
        };
        if initial == "*" {
            return Ok("BAD Cancelled".into());
        }
        match mechanism.as_str() {
            "PLAIN" => {
                let Ok(bytes) = STANDARD
                    .decode(initial.trim().trim_matches('=').to_owned() + padding(&initial))
                else {
                    return Ok("BAD Cannot decode that".into());
                };
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let mut parts = text.split('\0').skip(1);
                let (user, password) = (
                    parts.next().unwrap_or_default(),
                    parts.next().unwrap_or_default(),
                );
                Ok(self.log_in(user, password))
            }
            "XOAUTH2" | "OAUTHBEARER" => {
                let bytes = STANDARD.decode(initial.trim()).unwrap_or_default();
                let shown = bearer::credentials(&bytes);
                if let Some((user, _)) = shown
                    .filter(|(user, token)| bearer::opens(&self.state, user, token, Door::Imap))
                {
                    self.state.post().mailbox_or_new(&user);
                    return Ok(self.welcome(&user));
                }
                let reason = STANDARD.encode(bearer::challenge(&mechanism));
                self.say(&format!("+ {reason}")).await?;
                // The client must answer the reason with an empty line, or a single byte (contracts 6).
                self.wire.line(65_536).await?;
                Ok("NO [AUTHENTICATIONFAILED] Authentication failed.".into())
            }
            _ => Ok("NO Mechanism not known".into()),
        }
    }

    async fn list(&mut self, verb: &str, args: &[Arg]) -> Answer {
        let plain: Vec<&Arg> = args
            .iter()
            .filter(|arg| !matches!(arg, Arg::List(_)))
            .collect();
        let only_special = args.first().is_some_and(|arg| {
            arg.members()
                .iter()
                .any(|member| member.word() == "SPECIAL-USE")
        }) && matches!(args[0], Arg::List(_));
        let pattern = plain.get(1).map(|arg| arg.text()).unwrap_or_default();
        let reference = plain.first().map(|arg| arg.text()).unwrap_or_default();
        let pattern = format!("{reference}{pattern}");
        let account = self.account.clone().unwrap_or_default();
        let folders: Vec<(String, Option<String>)> = {
            let mut post = self.state.post();
            let folders = post
                .mailbox(&account)
                .map(|mailbox| mailbox.folders.clone())
                .unwrap_or_default();
            folders
                .into_iter()
                .map(|folder| (folder.name, folder.special))
                .collect()
        };
        if pattern.is_empty() {
            self.say(&format!("* {verb} (\\Noselect) \"/\" \"\""))
                .await?;
        }
        for (name, special) in folders.iter().filter(|(name, _)| matches(&pattern, name)) {
            if only_special && special.is_none() {
                continue;
            }
            let special = special
                .as_ref()
                .map_or(String::new(), |special| format!(" {special}"));
            self.say(&format!(
                "* {verb} (\\HasNoChildren{special}) \"/\" {}",
                describe::string(Some(name))
            ))
            .await?;
        }
        Ok("OK Done".into())
    }

    async fn status(&mut self, args: &[Arg]) -> Answer {
        let [name, items] = args else {
            return Ok("BAD STATUS wants a folder and items".into());
        };
        let account = self.account.clone().unwrap_or_default();
        let line = {
            let mut post = self.state.post();
            let Some(folder) = post
                .mailbox(&account)
                .and_then(|mailbox| mailbox.folder(&name.text()))
            else {
                return Ok("NO [NONEXISTENT] No such folder".into());
            };
            let unseen = folder
                .messages
                .iter()
                .filter(|message| !message.flags.contains("\\Seen"))
                .count();
            let values: Vec<String> = items
                .members()
                .iter()
                .filter_map(|item| {
                    let word = item.word();
                    let value = match word.as_str() {
                        "MESSAGES" => folder.messages.len(),
                        "UNSEEN" => unseen,
                        "RECENT" => 0,
                        "UIDNEXT" => folder.uid_next as usize,
                        "UIDVALIDITY" => folder.uid_validity as usize,
                        "SIZE" => folder
                            .messages
                            .iter()
                            .map(|message| message.raw.len())
                            .sum(),
                        _ => return None,
                    };
                    Some(format!("{word} {value}"))
                })
                .collect();
            format!(
                "* STATUS {} ({})",
                describe::string(Some(&folder.name)),
                values.join(" ")
            )
        };
        self.say(&line).await?;
        Ok("OK Done".into())
    }

    fn folders(&mut self, verb: &str, args: &[Arg]) -> String {
        let name = args.first().map(Arg::text).unwrap_or_default();
        let account = self.account.clone().unwrap_or_default();
        let mut post = self.state.post();
        let Some(mailbox) = post.mailbox(&account) else {
            return "NO Mailbox is gone".into();
        };
        let there = mailbox.folder(&name).is_some();
        match verb {
            "CREATE" if mailbox.make_folder(name.trim_end_matches('/')) => "OK Made".into(),
            "CREATE" => "NO [ALREADYEXISTS] There is one".into(),
            "DELETE" if there && !name.eq_ignore_ascii_case("inbox") => {
                mailbox.folders.retain(|folder| folder.name != name);
                "OK Deleted".into()
            }
            "RENAME" => match (mailbox.folder(&name), args.get(1)) {
                (Some(folder), Some(to)) if folder.name != "INBOX" => {
                    folder.name = to.text();
                    "OK Renamed".into()
                }
                _ => "NO [CANNOT] Cannot rename that".into(),
            },
            "DELETE" => "NO [NONEXISTENT] No such folder".into(),
            _ if there => "OK Done".into(),
            _ => "NO [NONEXISTENT] No such folder".into(),
        }
    }

    fn append(&mut self, args: &[Arg]) -> String {
        let (Some(name), Some(Arg::Text(raw))) = (args.first(), args.last()) else {
            return "BAD APPEND wants a folder and a literal".into();
        };
        let account = self.account.clone().unwrap_or_default();
        let flags = args.iter().find_map(|arg| match arg {
            Arg::List(flags) => Some(flags.iter().map(Arg::text).collect()),
            _ => None,
        });
        let now = self.state.clock.micros();
        let received = args
            .iter()
            .rev()
            .skip(1)
            .take(args.len().saturating_sub(2))
            .find_map(|arg| match arg {
                Arg::Text(text) => date_time(&String::from_utf8_lossy(text)),
                _ => None,
            });
        let answer = {
            let mut post = self.state.post();
            let mut message = post.message("", Arc::new(raw.clone()), received.unwrap_or(now));
            message.flags = flags.unwrap_or_default();
            let Some(folder) = post
                .mailbox(&account)
                .and_then(|mailbox| mailbox.folder(&name.text()))
            else {
                return "NO [TRYCREATE] No such folder".into();
            };
            let uid = folder.put(message);
            format!("OK [APPENDUID {} {uid}] Taken", folder.uid_validity)
        };
        self.state.mail_changed();
        answer
    }
}

fn padding(text: &str) -> &'static str {
    match text.trim().trim_matches('=').len() % 4 {
        2 => "==",
        3 => "=",
        _ => "",
    }
}

/// `"20-Nov-2026 08:00:00 +0100"` in microseconds.
fn date_time(text: &str) -> Option<i64> {
    jiff::Timestamp::strptime("%d-%b-%Y %H:%M:%S %z", text.trim())
        .ok()
        .map(jiff::Timestamp::as_microsecond)
}

/// Whether a folder fits a LIST pattern of plain text, `*` and `%`.
fn matches(pattern: &str, name: &str) -> bool {
    if pattern.eq_ignore_ascii_case("inbox") {
        return name == "INBOX";
    }
    match pattern.find(['*', '%']) {
        None => pattern == name,
        Some(at) => {
            let (start, rest) = (&pattern[..at], &pattern[at + 1..]);
            name.strip_prefix(start).is_some_and(|tail| {
                (0..=tail.len())
                    .filter(|cut| tail.is_char_boundary(*cut))
                    .any(|cut| {
                        (pattern.as_bytes()[at] == b'*' || !tail[..cut].contains('/'))
                            && matches(rest, &tail[cut..])
                    })
            })
        }
    }
}
