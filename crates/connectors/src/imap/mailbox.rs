//! A signed-in mailbox.

use std::time::Duration;

use async_imap::imap_proto::{
    AttributeValue, Capability, MailboxDatum, MessageSection, NameAttribute, Response,
    ResponseCode, SectionPath,
};
use jiff::civil::Date;

use super::{
    FolderFacts, ImapError, ImapSettings, MailboxFacts,
    command::{Conversation, quoted},
    folders::{self, Folder},
    sign_in,
};
use crate::outbound::Outbound;

/// An open, signed-in connection. Every command has the policy's `total_timeout`, and its answer the
/// policy's `max_body`. After [`ImapError::CutOff`] or [`ImapError::Unreachable`] it must be dropped.
#[derive(Debug)]
pub struct Mailbox {
    conversation: Conversation,
    patience: Duration,
}

impl Mailbox {
    /// Connects and signs in.
    ///
    /// # Errors
    /// [`ImapError`], as for every call below.
    pub async fn open(outbound: &Outbound, settings: &ImapSettings) -> Result<Self, ImapError> {
        let patience = outbound.policy().total_timeout;
        let conversation = within(patience, sign_in::open(outbound, settings)).await?;
        Ok(Self {
            conversation,
            patience,
        })
    }

    /// Folder for sent mail, its UIDVALIDITY, and what the server can do.
    pub async fn facts(&mut self) -> Result<MailboxFacts, ImapError> {
        let capabilities = self.capabilities().await?;
        let sent_folder = folders::sent(&self.folders().await?);
        let uid_validity = match &sent_folder {
            Some(folder) => self.examine(folder).await?.uid_validity,
            None => None,
        };
        Ok(MailboxFacts {
            sent_folder,
            capabilities,
            uid_validity,
        })
    }

    /// The newest message of `folder` with this Message-ID (with or without angle brackets). `None`
    /// is the server's word that there is none, never a cut.
    pub async fn find_by_message_id(
        &mut self,
        folder: &str,
        message_id: &str,
    ) -> Result<Option<u32>, ImapError> {
        let bare = crate::text::bare_message_id(message_id)
            .ok_or(ImapError::Invalid("this message id"))?;
        self.examine(folder).await?;
        let command = format!("UID SEARCH HEADER Message-ID \"<{bare}>\"");
        let mut newest = None;
        self.run(&command, |answer| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = answer {
                newest = newest.max(uids.iter().copied().max());
            }
        })
        .await?;
        Ok(newest)
    }

    /// Stores a message, CRLF line ends, with flags such as `\Seen`. After [`ImapError::CutOff`] it
    /// may or may not be there.
    pub async fn append(
        &mut self,
        folder: &str,
        flags: &[&str],
        rfc822: &[u8],
    ) -> Result<(), ImapError> {
        let well_formed = |flag: &&str| {
            let word = flag.strip_prefix('\\').unwrap_or(flag);
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"$_-".contains(&b))
        };
        if !flags.iter().all(well_formed) {
            return Err(ImapError::Invalid("this flag"));
        }
        let (name, flags, length) = (folder_name(folder)?, flags.join(" "), rfc822.len());
        let command = format!("APPEND {name} ({flags}) {{{length}}}");
        let append = async {
            let done = self.conversation.run_in_two(&command, rfc822).await;
            done.map_err(|e| ImapError::from_folder(e, folder))
        };
        within(self.patience, append).await
    }

    /// One whole message, unread as before; `None` when the uid is gone.
    pub async fn fetch(&mut self, folder: &str, uid: u32) -> Result<Option<Vec<u8>>, ImapError> {
        self.examine(folder).await?;
        let mut message = None;
        self.run(&format!("UID FETCH {uid} (UID BODY.PEEK[])"), |answer| {
            if let Response::Fetch(_, attributes) = answer
                && attributes.contains(&AttributeValue::Uid(uid))
            {
                message = message
                    .take()
                    .or_else(|| section(attributes, |s| s.is_none()));
            }
        })
        .await?;
        Ok(message)
    }

    /// What stands in `folder`, opened for reading: nothing is marked as seen.
    pub async fn look(&mut self, folder: &str) -> Result<FolderFacts, ImapError> {
        self.examine(folder).await
    }

    /// Uids of messages in `folder` that are not below `from`, in rising order.
    pub async fn uids_from(&mut self, folder: &str, from: u32) -> Result<Vec<u32>, ImapError> {
        // "7:*" names the newest message also when its uid is below 7.
        let found = self.search(folder, &format!("UID {from}:*")).await?;
        Ok(found.into_iter().filter(|uid| *uid >= from).collect())
    }

    /// Uids of messages that came into `folder` on this day of the server's or later, in rising order.
    pub async fn uids_since(&mut self, folder: &str, day: Date) -> Result<Vec<u32>, ImapError> {
        self.search(folder, &format!("SINCE {}", day.strftime("%d-%b-%Y")))
            .await
    }

    async fn search(&mut self, folder: &str, key: &str) -> Result<Vec<u32>, ImapError> {
        self.examine(folder).await?;
        let mut uids = Vec::new();
        self.run(&format!("UID SEARCH {key}"), |answer| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = answer {
                uids.extend(found.iter().copied());
            }
        })
        .await?;
        uids.sort_unstable();
        uids.dedup();
        Ok(uids)
    }

    /// These headers of messages, with their uids; who is gone is left out.
    pub async fn heads(
        &mut self,
        folder: &str,
        uids: &[u32],
        headers: &[&str],
    ) -> Result<Vec<(u32, Vec<u8>)>, ImapError> {
        let well_formed =
            |name: &&str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !headers.iter().all(well_formed) {
            return Err(ImapError::Invalid("this header name"));
        }
        if uids.is_empty() {
            return Ok(Vec::new());
        }
        self.examine(folder).await?;
        let list: Vec<String> = uids.iter().map(u32::to_string).collect();
        let (list, names) = (list.join(","), headers.join(" "));
        let command = format!("UID FETCH {list} (UID BODY.PEEK[HEADER.FIELDS ({names})])");
        let mut heads = Vec::new();
        self.run(&command, |answer| {
            if let Response::Fetch(_, attributes) = answer
                && let Some(uid) = uid_of(attributes)
                && let Some(head) = section(attributes, |section| {
                    matches!(section, Some(SectionPath::Full(MessageSection::Header)))
                })
            {
                heads.push((uid, head));
            }
        })
        .await?;
        heads.retain(|(uid, _)| uids.contains(uid));
        heads.sort_unstable_by_key(|(uid, _)| *uid);
        Ok(heads)
    }

    /// The first `most` bytes of a message, unread as before; `None` when the uid is gone.
    pub async fn beginning(
        &mut self,
        folder: &str,
        uid: u32,
        most: usize,
    ) -> Result<Option<Vec<u8>>, ImapError> {
        self.examine(folder).await?;
        let mut message = None;
        let command = format!("UID FETCH {uid} (UID BODY.PEEK[]<0.{most}>)");
        self.run(&command, |answer| {
            if let Response::Fetch(_, attributes) = answer
                && uid_of(attributes) == Some(uid)
            {
                message = message
                    .take()
                    .or_else(|| section(attributes, |s| s.is_none()));
            }
        })
        .await?;
        Ok(message)
    }

    /// The folder for what the server takes for junk, ready to be used in commands.
    pub async fn junk_folder(&mut self) -> Result<Option<String>, ImapError> {
        Ok(folders::junk(&self.folders().await?))
    }

    /// Signs out; a server that does not answer is left alone.
    pub async fn close(mut self) {
        self.run("LOGOUT", |_| {}).await.ok();
    }

    /// Opens `folder` for reading.
    async fn examine(&mut self, folder: &str) -> Result<FolderFacts, ImapError> {
        let command = format!("EXAMINE {}", folder_name(folder)?);
        let mut facts = FolderFacts::default();
        let examine = async {
            let done = self.conversation.run(&command, |answer| {
                if let Response::Data { outcome, .. } = answer {
                    match outcome.code {
                        Some(ResponseCode::UidValidity(number)) => {
                            facts.uid_validity = Some(number)
                        }
                        Some(ResponseCode::UidNext(number)) => facts.uid_next = Some(number),
                        _ => {}
                    }
                }
            });
            done.await.map_err(|e| ImapError::from_folder(e, folder))
        };
        within(self.patience, examine).await?;
        Ok(facts)
    }

    async fn capabilities(&mut self) -> Result<Vec<String>, ImapError> {
        let mut names = Vec::new();
        self.run("CAPABILITY", |answer| {
            if let Response::Capabilities(found) = answer {
                names.extend(found.iter().map(|capability| match capability {
                    Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
                    Capability::Auth(mechanism) => format!("AUTH={mechanism}").to_uppercase(),
                    Capability::Atom(name) => name.to_uppercase(),
                }));
            }
        })
        .await?;
        names.sort();
        Ok(names)
    }

    async fn folders(&mut self) -> Result<Vec<Folder>, ImapError> {
        let mut folders = Vec::new();
        self.run("LIST \"\" \"*\"", |answer| {
            if let Response::MailboxData(MailboxDatum::List(found)) = answer {
                folders.push(Folder {
                    name: found.name.to_string(),
                    delimiter: found.delimiter.as_deref().map(str::to_owned),
                    marked_sent: found.name_attributes.contains(&NameAttribute::Sent),
                    marked_junk: found.name_attributes.contains(&NameAttribute::Junk),
                    selectable: !found.name_attributes.contains(&NameAttribute::NoSelect),
                });
            }
        })
        .await?;
        Ok(folders)
    }

    async fn run(
        &mut self,
        command: &str,
        each: impl FnMut(&Response<'_>),
    ) -> Result<(), ImapError> {
        let run = async { Ok(self.conversation.run(command, each).await?) };
        within(self.patience, run).await
    }
}

fn folder_name(folder: &str) -> Result<String, ImapError> {
    let named = Some(folder).filter(|f| !f.is_empty());
    named
        .and_then(quoted)
        .ok_or(ImapError::Invalid("this folder name"))
}

fn uid_of(attributes: &[AttributeValue<'_>]) -> Option<u32> {
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::Uid(uid) => Some(*uid),
        _ => None,
    })
}

/// The part of a message that was asked for.
fn section(
    attributes: &[AttributeValue<'_>],
    is_it: impl Fn(&Option<SectionPath>) -> bool,
) -> Option<Vec<u8>> {
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::BodySection {
            section,
            data: Some(data),
            ..
        } if is_it(section) => Some(data.to_vec()),
        _ => None,
    })
}

async fn within<T>(
    patience: Duration,
    work: impl Future<Output = Result<T, ImapError>>,
) -> Result<T, ImapError> {
    tokio::time::timeout(patience, work)
        .await
        .unwrap_or(Err(ImapError::CutOff))
}
