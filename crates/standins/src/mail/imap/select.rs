//! Commands on the selected folder.

use std::collections::BTreeSet;
use std::time::Duration;

use super::super::post::Folder;
use super::fetch::{self, Item};
use super::parse::{Arg, in_set};
use super::search::{self, Candidate};
use super::{NoLine, Selected, Session, Step};

type Answer = Result<String, NoLine>;

impl Session {
    pub(super) async fn select(&mut self, verb: &str, args: &[Arg]) -> Answer {
        self.selected = None;
        let account = self.account.clone().unwrap_or_default();
        let name = args.first().map(Arg::text).unwrap_or_default();
        let read_only = verb == "EXAMINE";
        let (lines, selected) = {
            let mut post = self.state.post();
            let Some(folder) = post
                .mailbox(&account)
                .and_then(|mailbox| mailbox.folder(&name))
            else {
                return Ok("NO [NONEXISTENT] No such folder".into());
            };
            let mut lines = format!(
                "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Kept\r\n\
                 * {} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY {}] Valid\r\n* OK [UIDNEXT {}] Next\r\n",
                folder.messages.len(),
                folder.uid_validity,
                folder.uid_next
            );
            if let Some(place) = folder
                .messages
                .iter()
                .position(|message| !message.flags.contains("\\Seen"))
            {
                lines.push_str(&format!("* OK [UNSEEN {}] First unseen\r\n", place + 1));
            }
            let known = folder
                .messages
                .iter()
                .map(|message| (message.uid, message.flags.clone()))
                .collect();
            (
                lines,
                Selected {
                    folder: folder.name.clone(),
                    read_only,
                    known,
                },
            )
        };
        self.selected = Some(selected);
        self.send(lines.as_bytes()).await?;
        Ok(if read_only {
            "OK [READ-ONLY] Selected".into()
        } else {
            "OK [READ-WRITE] Selected".into()
        })
    }

    pub(super) async fn idle(&mut self) -> Answer {
        let mut bell = self.state.mail_bell.subscribe();
        self.tell_changes(true).await?;
        self.say("+ idling").await?;
        loop {
            tokio::select! {
                line = self.wire.line(1_000) => {
                    let line = line?;
                    return Ok(if line.eq_ignore_ascii_case(b"done") { "OK Done".into() } else { "BAD Expected DONE".into() });
                }
                rung = bell.changed() => {
                    if rung.is_err() {
                        return Err(NoLine::End);
                    }
                    self.tell_changes(true).await?;
                }
                () = tokio::time::sleep(Duration::from_secs(120)) => self.say("* OK Still here").await?,
            }
        }
    }

    /// Runs `work` on the selected folder with the UIDs the set means, and their sequence numbers.
    fn on_set<T>(
        &mut self,
        uid: bool,
        set: &str,
        work: impl FnOnce(&mut Folder, &[(u32, u32)]) -> T,
    ) -> Option<T> {
        let account = self.account.clone()?;
        let selected = self.selected.as_ref()?;
        let last_sequence = u32::try_from(selected.known.len()).unwrap_or(u32::MAX);
        let last_uid = selected.known.last().map_or(0, |(uid, _)| *uid);
        let chosen: Vec<(u32, u32)> = (1..)
            .zip(&selected.known)
            .filter(|(sequence, (number, _))| {
                if uid {
                    in_set(set, *number, last_uid)
                } else {
                    in_set(set, *sequence, last_sequence)
                }
            })
            .map(|(sequence, (number, _))| (sequence, *number))
            .collect();
        let mut post = self.state.post();
        let folder = post.mailbox(&account)?.folder(&selected.folder)?;
        Some(work(folder, &chosen))
    }

    pub(super) async fn fetch(&mut self, uid: bool, args: &[Arg]) -> Answer {
        let [set, asked, ..] = args else {
            return Ok("BAD FETCH wants a set and items".into());
        };
        let words: Vec<String> = asked.members().iter().map(Arg::text).collect();
        let Some(mut items) = fetch::items(&words) else {
            return Ok("BAD Item not known".into());
        };
        if uid && !items.iter().any(|item| matches!(item, Item::Uid)) {
            items.insert(0, Item::Uid);
        }
        let marks = fetch::marks_seen(&items)
            && self
                .selected
                .as_ref()
                .is_some_and(|selected| !selected.read_only);
        let mut changed = false;
        let out = self.on_set(uid, &set.text(), |folder, chosen| {
            let mut out = Vec::new();
            for (sequence, number) in chosen {
                let Ok(at) = folder
                    .messages
                    .binary_search_by_key(number, |message| message.uid)
                else {
                    continue;
                };
                let message = &mut folder.messages[at];
                changed |= marks && message.flags.insert("\\Seen".into());
                out.extend_from_slice(format!("* {sequence} FETCH ").as_bytes());
                out.extend(fetch::answer(message, &items));
                out.extend_from_slice(b"\r\n");
            }
            out
        });
        self.send(&out.unwrap_or_default()).await?;
        if changed {
            self.state.mail_changed();
        }
        Ok("OK Fetched".into())
    }

    pub(super) async fn store(&mut self, uid: bool, args: &[Arg]) -> Answer {
        if args.len() < 3 {
            return Ok("BAD STORE wants a set, an action and flags".into());
        }
        if self
            .selected
            .as_ref()
            .is_some_and(|selected| selected.read_only)
        {
            return Ok("NO [READ-ONLY] Folder is read-only".into());
        }
        let word = args[1].word();
        let silent = word.ends_with(".SILENT");
        let flags: BTreeSet<String> = args[2..]
            .iter()
            .flat_map(Arg::members)
            .map(|flag| proper(&flag.text()))
            .collect();
        let told = self.on_set(uid, &args[0].text(), |folder, chosen| {
            let mut told = Vec::new();
            for (sequence, number) in chosen {
                let Ok(at) = folder
                    .messages
                    .binary_search_by_key(number, |message| message.uid)
                else {
                    continue;
                };
                let message = &mut folder.messages[at];
                match word.chars().next() {
                    Some('+') => message.flags.extend(flags.iter().cloned()),
                    Some('-') => message.flags.retain(|flag| !flags.contains(flag)),
                    _ => message.flags.clone_from(&flags),
                }
                let shown = if uid {
                    format!("UID {number} ")
                } else {
                    String::new()
                };
                told.push((
                    *sequence,
                    message.flags.clone(),
                    format!(
                        "* {sequence} FETCH ({shown}FLAGS ({}))",
                        fetch::flags(message)
                    ),
                ));
            }
            told
        });
        for (sequence, flags, line) in told.unwrap_or_default() {
            if let Some(known) = self
                .selected
                .as_mut()
                .and_then(|selected| selected.known.get_mut(sequence as usize - 1))
            {
                known.1 = flags;
            }
            if !silent {
                self.say(&line).await?;
            }
        }
        self.state.mail_changed();
        Ok("OK Stored".into())
    }

    pub(super) async fn search(&mut self, uid: bool, args: &[Arg]) -> Answer {
        let Some(key) = search::keys(args) else {
            return Ok("BAD Search key not known".into());
        };
        let found = self.on_set(true, "1:*", |folder, chosen| {
            let last_sequence = chosen.last().map_or(0, |(sequence, _)| *sequence);
            let last_uid = chosen.last().map_or(0, |(_, uid)| *uid);
            let mut found = String::new();
            for (sequence, number) in chosen {
                let Ok(at) = folder
                    .messages
                    .binary_search_by_key(number, |message| message.uid)
                else {
                    continue;
                };
                let candidate = Candidate {
                    message: &folder.messages[at],
                    sequence: *sequence,
                    last_sequence,
                    last_uid,
                };
                if key.fits(&candidate) {
                    found.push_str(&format!(" {}", if uid { number } else { sequence }));
                }
            }
            found
        });
        self.say(&format!("* SEARCH{}", found.unwrap_or_default()))
            .await?;
        Ok("OK Searched".into())
    }

    pub(super) async fn copy(&mut self, verb: &str, uid: bool, args: &[Arg]) -> Answer {
        let [set, to] = args else {
            return Ok(format!("BAD {verb} wants a set and a folder"));
        };
        let moving = verb == "MOVE";
        let messages = self.on_set(uid, &set.text(), |folder, chosen| {
            let wanted = |uid: u32| chosen.iter().any(|(_, number)| *number == uid);
            folder
                .messages
                .iter()
                .filter(|message| wanted(message.uid))
                .cloned()
                .collect::<Vec<_>>()
        });
        let messages = messages.unwrap_or_default();
        let account = self.account.clone().unwrap_or_default();
        let from = self
            .selected
            .as_ref()
            .map(|selected| selected.folder.clone())
            .unwrap_or_default();
        let code = {
            let mut post = self.state.post();
            let Some(mailbox) = post.mailbox(&account) else {
                return Ok("NO Mailbox is gone".into());
            };
            let Some(target) = mailbox.folder(&to.text()) else {
                return Ok("NO [TRYCREATE] No such folder".into());
            };
            let old: Vec<String> = messages
                .iter()
                .map(|message| message.uid.to_string())
                .collect();
            let new: Vec<String> = messages
                .iter()
                .map(|message| target.put(message.clone()).to_string())
                .collect();
            let code = format!(
                "[COPYUID {} {} {}]",
                target.uid_validity,
                old.join(","),
                new.join(",")
            );
            if moving && let Some(source) = mailbox.folder(&from) {
                source
                    .messages
                    .retain(|message| !messages.iter().any(|moved| moved.uid == message.uid));
            }
            code
        };
        self.state.mail_changed();
        if messages.is_empty() {
            return Ok("OK Nothing to do".into());
        }
        if moving {
            self.say(&format!("* OK {code} Moved")).await?;
            return Ok("OK Moved".into());
        }
        Ok(format!("OK {code} Copied"))
    }

    /// Removes what is marked as deleted; only UIDs of `set` if given.
    pub(super) async fn expunge(&mut self, set: Option<&str>) -> Step {
        if self
            .selected
            .as_ref()
            .is_none_or(|selected| selected.read_only)
        {
            return Ok(());
        }
        self.on_set(true, set.unwrap_or("1:*"), |folder, chosen| {
            folder.messages.retain(|message| {
                !message.flags.contains("\\Deleted")
                    || !chosen.iter().any(|(_, uid)| *uid == message.uid)
            });
        });
        self.state.mail_changed();
        Ok(())
    }
}

/// System flags in their usual spelling.
fn proper(flag: &str) -> String {
    let system = ["\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft"];
    system
        .iter()
        .find(|known| known.eq_ignore_ascii_case(flag))
        .map_or_else(|| flag.to_owned(), |known| (*known).to_owned())
}
