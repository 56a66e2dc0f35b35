//! A signed-in mailbox.

use std::time::Duration;

use async_imap::{
    Session,
    types::{Capability, NameAttribute},
};
use futures::TryStreamExt;

use super::{
    ImapError, ImapSettings, MailboxFacts,
    folders::{self, Folder},
    sign_in,
};
use crate::outbound::{BoxedWire, Outbound};

/// An open, signed-in connection. After an [`ImapError::CutOff`] it must be dropped.
#[derive(Debug)]
pub struct Mailbox {
    session: Session<BoxedWire>,
    patience: Duration,
}

impl Mailbox {
    /// Connects and signs in.
    ///
    /// # Errors
    /// [`ImapError`], as for every call below.
    pub async fn open(outbound: &Outbound, settings: &ImapSettings) -> Result<Self, ImapError> {
        let patience = outbound.policy().total_timeout;
        let session = within(patience, sign_in::open(outbound, settings)).await?;
        Ok(Self { session, patience })
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

    /// The newest message of `folder` with this Message-ID (with or without angle brackets); `None`
    /// when there is none.
    pub async fn find_by_message_id(
        &mut self,
        folder: &str,
        message_id: &str,
    ) -> Result<Option<u32>, ImapError> {
        let bare = message_id
            .trim()
            .trim_start_matches('<')
            .trim_end_matches('>');
        let plain = |b: u8| b.is_ascii_graphic() && !b"\"\\<>".contains(&b);
        if bare.is_empty() || !bare.bytes().all(plain) {
            return Err(ImapError::Invalid("this message id"));
        }
        self.examine(folder).await?;
        let query = format!("HEADER Message-ID \"<{bare}>\"");
        let search = async { Ok(self.session.uid_search(query).await?) };
        let found = within(self.patience, search).await?;
        Ok(found.into_iter().max())
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
        self.examine(folder).await?;
        let flags = format!("({})", flags.join(" "));
        let append = async {
            let done = self
                .session
                .append(folder, Some(&flags), None, rfc822)
                .await;
            done.map_err(|e| ImapError::from_folder(e, folder))
        };
        within(self.patience, append).await
    }

    /// One whole message, unread as before; `None` when the uid is gone.
    pub async fn fetch(&mut self, folder: &str, uid: u32) -> Result<Option<Vec<u8>>, ImapError> {
        self.examine(folder).await?;
        let fetch = async {
            let stream = self
                .session
                .uid_fetch(uid.to_string(), "(UID BODY.PEEK[])")
                .await?;
            let all: Vec<_> = stream.try_collect().await?;
            let message = all.iter().find(|m| m.uid == Some(uid));
            Ok(message.and_then(|m| m.body()).map(<[u8]>::to_vec))
        };
        within(self.patience, fetch).await
    }

    /// Signs out; a server that does not answer is left alone.
    pub async fn close(mut self) {
        let logout = async { Ok(self.session.logout().await?) };
        within(self.patience, logout).await.ok();
    }

    /// Opens `folder` for reading; tells its UIDVALIDITY.
    async fn examine(&mut self, folder: &str) -> Result<Option<u32>, ImapError> {
        let examine = async {
            let opened = self.session.examine(folder).await;
            opened.map_err(|e| ImapError::from_folder(e, folder))
        };
        Ok(within(self.patience, examine).await?.uid_validity)
    }

    async fn capabilities(&mut self) -> Result<Vec<String>, ImapError> {
        let ask = async { Ok(self.session.capabilities().await?) };
        let found = within(self.patience, ask).await?;
        let mut names: Vec<_> = found
            .iter()
            .map(|capability| match capability {
                Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
                Capability::Auth(mechanism) => format!("AUTH={mechanism}").to_uppercase(),
                Capability::Atom(name) => name.to_uppercase(),
            })
            .collect();
        names.sort();
        Ok(names)
    }

    async fn folders(&mut self) -> Result<Vec<Folder>, ImapError> {
        let list = async {
            let stream = self.session.list(Some(""), Some("*")).await?;
            let names: Vec<_> = stream.try_collect().await?;
            Ok(names)
        };
        let names = within(self.patience, list).await?;
        let folders = names.iter().map(|name| Folder {
            name: name.name().to_owned(),
            delimiter: name.delimiter().map(str::to_owned),
            marked_sent: name.attributes().contains(&NameAttribute::Sent),
            selectable: !name.attributes().contains(&NameAttribute::NoSelect),
        });
        Ok(folders.collect())
    }
}

async fn within<T>(
    patience: Duration,
    work: impl Future<Output = Result<T, ImapError>>,
) -> Result<T, ImapError> {
    tokio::time::timeout(patience, work)
        .await
        .unwrap_or(Err(ImapError::CutOff))
}
