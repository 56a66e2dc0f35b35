//! A signed-in mailbox.

use std::time::Duration;

use async_imap::imap_proto::{
    AttributeValue, Capability, MailboxDatum, NameAttribute, Response, ResponseCode,
};

use super::{
    ImapError, ImapSettings, MailboxFacts,
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
            Some(folder) => self.examine(folder).await?,
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
                message = message.take().or_else(|| whole(attributes));
            }
        })
        .await?;
        Ok(message)
    }

    /// Signs out; a server that does not answer is left alone.
    pub async fn close(mut self) {
        self.run("LOGOUT", |_| {}).await.ok();
    }

    /// Opens `folder` for reading; tells its UIDVALIDITY.
    async fn examine(&mut self, folder: &str) -> Result<Option<u32>, ImapError> {
        let command = format!("EXAMINE {}", folder_name(folder)?);
        let mut uid_validity = None;
        let examine = async {
            let done = self.conversation.run(&command, |answer| {
                if let Response::Data { outcome, .. } = answer
                    && let Some(ResponseCode::UidValidity(number)) = outcome.code
                {
                    uid_validity = Some(number);
                }
            });
            done.await.map_err(|e| ImapError::from_folder(e, folder))
        };
        within(self.patience, examine).await?;
        Ok(uid_validity)
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

fn whole(attributes: &[AttributeValue<'_>]) -> Option<Vec<u8>> {
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::BodySection {
            section: None,
            data: Some(data),
            ..
        } => Some(data.to_vec()),
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
