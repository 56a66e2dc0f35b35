//! What has come into a mailbox reached by IMAP: uids that were not there before. Whether somebody has read
//! a message does not matter, and reading marks none.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use liaison_connectors::imap::{self, ImapError};
use liaison_domain::mail::inbound;
use serde::{Deserialize, Serialize};

use super::ServerMailbox;
use crate::Engine;
use crate::mail::carrier::{Arrived, Head, Hitch, MOST_READ};

/// Messages of one look, in each folder.
const AT_ONCE: usize = 100;

#[derive(Serialize, Deserialize, Default)]
struct Position {
    inbox: Option<Folder>,
    /// Others may take answers and bounces for junk.
    junk: Option<Folder>,
}

#[derive(Serialize, Deserialize)]
struct Folder {
    /// As the server names it.
    name: String,
    /// The numbers below mean nothing under another.
    validity: u32,
    /// The smallest uid that was not read.
    next: u32,
}

impl ServerMailbox {
    pub(super) async fn read_on(
        &self,
        engine: &Engine,
        position: Option<&str>,
        since: Timestamp,
    ) -> Result<Arrived, Hitch> {
        let before = position.and_then(|text| serde_json::from_str(text).ok());
        let mut position: Position = before.unwrap_or_default();
        let read = async {
            let mut mailbox = imap::Mailbox::open(&engine.outbound, &self.imap).await?;
            let Position { inbox, junk } = &mut position;
            let inbox = inbox.get_or_insert_with(|| unread("INBOX".to_owned()));
            let mut heads = Vec::new();
            let mut has_more = read_folder(&mut mailbox, inbox, since, &mut heads).await?;
            // Some servers make one when they need it.
            if junk.is_none() {
                *junk = mailbox.junk_folder().await?.map(unread);
            }
            if let Some(folder) = junk {
                match read_folder(&mut mailbox, folder, since, &mut heads).await {
                    Ok(more) => has_more |= more,
                    Err(ImapError::NoSuchFolder { .. }) => *junk = None,
                    Err(error) => return Err(error),
                }
            }
            mailbox.close().await;
            Ok((heads, has_more))
        };
        let (heads, has_more) = read.await.map_err(|e| self.hitch_of_imap(&e))?;
        Ok(Arrived {
            heads,
            position: serde_json::to_string(&position).map_err(crate::Error::broken)?,
            has_more,
        })
    }

    pub(super) async fn raw(&self, engine: &Engine, place: &str) -> Result<Option<Vec<u8>>, Hitch> {
        let Some((uid, folder)) = place.split_once(' ') else {
            return Ok(None);
        };
        let Ok(uid) = uid.parse() else {
            return Ok(None);
        };
        let read = async {
            let mut mailbox = imap::Mailbox::open(&engine.outbound, &self.imap).await?;
            let raw = mailbox.beginning(folder, uid, MOST_READ).await?;
            mailbox.close().await;
            Ok::<_, ImapError>(raw)
        };
        read.await.map_err(|e| self.hitch_of_imap(&e))
    }
}

fn unread(name: String) -> Folder {
    Folder {
        name,
        validity: 0,
        next: 1,
    }
}

/// Reads a part of what is new; whether there is more.
async fn read_folder(
    mailbox: &mut imap::Mailbox,
    folder: &mut Folder,
    since: Timestamp,
    heads: &mut Vec<Head>,
) -> Result<bool, ImapError> {
    let facts = mailbox.look(&folder.name).await?;
    let validity = facts.uid_validity.unwrap_or_default();
    if validity != folder.validity || folder.validity == 0 {
        // The server's day may begin up to a day later than ours.
        let day = since.to_zoned(TimeZone::UTC).date();
        let day = day.checked_sub(1.day()).unwrap_or(day);
        let recent = mailbox.uids_since(&folder.name, day).await?;
        folder.validity = validity;
        folder.next = recent.first().copied().or(facts.uid_next).unwrap_or(1);
    }
    if facts.uid_next.is_some_and(|next| next <= folder.next) {
        return Ok(false);
    }
    let mut uids = mailbox.uids_from(&folder.name, folder.next).await?;
    let has_more = uids.len() > AT_ONCE;
    uids.truncate(AT_ONCE);
    let Some(last) = uids.last().copied() else {
        return Ok(false);
    };
    let found = mailbox
        .heads(&folder.name, &uids, &inbound::HEADERS)
        .await?;
    heads.extend(found.into_iter().map(|(uid, bytes)| Head {
        place: format!("{uid} {}", folder.name),
        bytes,
        preview: String::new(),
    }));
    folder.next = last.saturating_add(1);
    Ok(has_more)
}
