//! Mailboxes and what is on its way to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::rules::{Action, Rule, action};
use super::{dsn, mime};
use crate::chance::unguessable;
use crate::company::mail_password;

/// A mail in a folder.
#[derive(Clone, Serialize, Deserialize)]
pub struct Message {
    /// Number of the mail in the whole world.
    pub id: u64,
    pub uid: u32,
    /// With their backslash: `\Seen`.
    pub flags: BTreeSet<String>,
    /// Microseconds.
    pub received: i64,
    /// Envelope sender, empty for reports.
    pub from: String,
    #[serde(serialize_with = "to_text", deserialize_with = "from_text")]
    pub raw: Arc<Vec<u8>>,
}

fn to_text<S: Serializer>(raw: &Arc<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(raw.as_slice()))
}

fn from_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Vec<u8>>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD
        .decode(text)
        .map(Arc::new)
        .map_err(serde::de::Error::custom)
}

/// A folder of a mailbox.
#[derive(Clone, Serialize, Deserialize)]
pub struct Folder {
    pub name: String,
    /// Special use with its backslash, such as `\Sent`.
    pub special: Option<String>,
    pub uid_validity: u32,
    pub uid_next: u32,
    pub messages: Vec<Message>,
}

impl Folder {
    fn new(name: &str, special: Option<&str>, uid_validity: u32) -> Self {
        Self {
            name: name.into(),
            special: special.map(str::to_owned),
            uid_validity,
            uid_next: 1,
            messages: Vec::new(),
        }
    }

    /// Puts a mail in; answers its UID.
    pub fn put(&mut self, mut message: Message) -> u32 {
        message.uid = self.uid_next;
        self.uid_next += 1;
        self.messages.push(message);
        self.uid_next - 1
    }
}

/// Somebody's mailbox.
#[derive(Clone, Serialize, Deserialize)]
pub struct Mailbox {
    pub address: String,
    pub password: String,
    pub folders: Vec<Folder>,
    /// Whether the box was there from the start; boxes made on delivery come after in lists.
    pub of_company: bool,
}

impl Mailbox {
    fn new(address: &str, of_company: bool) -> Self {
        let folders = [
            ("INBOX", None),
            ("Sent", Some("\\Sent")),
            ("Drafts", Some("\\Drafts")),
            ("Trash", Some("\\Trash")),
        ];
        Self {
            address: address.into(),
            password: mail_password(),
            folders: folders
                .iter()
                .zip(1..)
                .map(|((name, special), number)| {
                    Folder::new(name, *special, 1_700_000_000 + number)
                })
                .collect(),
            of_company,
        }
    }

    /// A folder by name; `inbox` in any case.
    pub fn folder(&mut self, name: &str) -> Option<&mut Folder> {
        let inbox = name.eq_ignore_ascii_case("inbox");
        self.folders.iter_mut().find(|folder| {
            if inbox {
                folder.name == "INBOX"
            } else {
                folder.name == name
            }
        })
    }

    /// Makes a folder; false when there is one.
    pub fn make_folder(&mut self, name: &str) -> bool {
        if self.folder(name).is_some() {
            return false;
        }
        let number = self
            .folders
            .iter()
            .map(|folder| folder.uid_validity)
            .max()
            .unwrap_or(1_700_000_000);
        self.folders.push(Folder::new(name, None, number + 1));
        true
    }
}

#[derive(Clone, Serialize, Deserialize)]
struct Waiting {
    due: i64,
    from: String,
    to: String,
    #[serde(serialize_with = "to_text", deserialize_with = "from_text")]
    raw: Arc<Vec<u8>>,
}

/// An account that sends for others and has no mailbox.
#[derive(Clone, Serialize, Deserialize)]
pub struct Submitter {
    pub password: String,
    /// Addresses and whole domains it may send from; everybody else's are refused.
    pub senders: Vec<String>,
}

/// The whole post office.
#[derive(Default, Serialize, Deserialize)]
pub struct Post {
    #[serde(default)]
    submitters: BTreeMap<String, Submitter>,
    boxes: BTreeMap<String, Mailbox>,
    pub rules: Vec<Rule>,
    waiting: Vec<Waiting>,
    last_id: u64,
    last_rule: u64,
    domain: String,
}

impl Post {
    /// An office with an empty mailbox for each address; reports come from `domain`.
    pub fn open<'a>(domain: &str, addresses: impl Iterator<Item = &'a str>) -> Self {
        let boxes = addresses
            .map(|address| (address.to_lowercase(), Mailbox::new(address, true)))
            .collect();
        Self {
            boxes,
            domain: domain.into(),
            ..Self::default()
        }
    }

    /// All mailboxes: the company's first, then by address.
    pub fn boxes(&self) -> Vec<&Mailbox> {
        let mut boxes: Vec<&Mailbox> = self.boxes.values().collect();
        boxes.sort_by_key(|mailbox| !mailbox.of_company);
        boxes
    }

    /// A mailbox by address, in any case.
    pub fn mailbox(&mut self, address: &str) -> Option<&mut Mailbox> {
        self.boxes.get_mut(&address.trim().to_lowercase())
    }

    /// Makes the mailbox if there is none and answers it.
    pub fn mailbox_or_new(&mut self, address: &str) -> &mut Mailbox {
        let address = address.trim().to_lowercase();
        self.boxes
            .entry(address.clone())
            .or_insert_with(|| Mailbox::new(&address, false))
    }

    /// Makes an account that sends for others, or changes it.
    pub fn set_submitter(&mut self, user: &str, submitter: Submitter) {
        self.submitters.insert(user.to_lowercase(), submitter);
    }

    /// Whether an account may send from an address; those with a mailbox, and nobody in particular, may
    /// from any.
    pub fn may_send(&self, account: &str, from: &str) -> bool {
        let Some(submitter) = self.submitters.get(account) else {
            return true;
        };
        let from = from.to_lowercase();
        let domain = from.rsplit_once('@').map_or("", |(_, domain)| domain);
        let allowed = &submitter.senders;
        allowed.iter().any(|one| *one == from || one == domain)
    }

    /// Whether the password opens the mailbox or the account.
    pub fn opens(&mut self, address: &str, password: &str) -> bool {
        if let Some(submitter) = self.submitters.get(&address.to_lowercase()) {
            return submitter.password == password;
        }
        self.mailbox(address)
            .is_some_and(|mailbox| mailbox.password == password)
    }

    /// Adds a rule; answers it with its id.
    pub fn add_rule(&mut self, mut rule: Rule) -> Rule {
        self.last_rule += 1;
        rule.id = self.last_rule;
        self.rules.push(rule.clone());
        rule
    }

    /// Why `RCPT TO` is refused, if it is.
    pub fn refusal(&self, recipient: &str) -> Option<(u16, String)> {
        match action(&self.rules, recipient) {
            Action::Refuse { code, text } => Some((code, text)),
            _ => None,
        }
    }

    /// Takes a mail in for one recipient.
    pub fn take(&mut self, from: &str, to: &str, raw: &Arc<Vec<u8>>, now: Timestamp) {
        let micros = now.as_microsecond();
        match action(&self.rules, to) {
            Action::Delay { seconds } => {
                self.wait(micros + seconds * 1_000_000, from, to, Arc::clone(raw))
            }
            Action::Bounce {
                after_seconds,
                status,
                text,
                in_words,
            } => {
                if !from.is_empty() {
                    let report = match in_words {
                        true => dsn::notice(&self.domain, from, to, raw, &text, now),
                        false => dsn::report(&self.domain, from, to, raw, &status, &text, now),
                    };
                    self.wait(
                        micros + after_seconds * 1_000_000,
                        "",
                        from,
                        Arc::new(report),
                    );
                }
            }
            Action::Junk => self.put_into("Junk", from, to, Arc::clone(raw), micros),
            Action::Reply {
                after_seconds,
                from: other,
                text,
            } => {
                self.put(from, to, Arc::clone(raw), micros);
                if !from.is_empty() {
                    let author = other.as_deref().unwrap_or(to);
                    let reply = Arc::new(dsn::reply(from, author, raw, &text, now));
                    self.wait(micros + after_seconds * 1_000_000, author, from, reply);
                }
            }
            Action::AutoReply { text } => {
                self.put(from, to, Arc::clone(raw), micros);
                let automatic = mime::value(raw, "auto-submitted")
                    .is_some_and(|value| !value.eq_ignore_ascii_case("no"));
                if !from.is_empty() && !automatic {
                    let reply = dsn::auto_reply(from, to, raw, &text, now);
                    self.put("", from, Arc::new(reply), micros);
                }
            }
            // A refused address cannot get here through SMTP.
            Action::Deliver | Action::Refuse { .. } => self.put(from, to, Arc::clone(raw), micros),
        }
    }

    /// Takes a mail in for many; refused addresses come back to the sender as a report, as behind a web API.
    pub fn submit(&mut self, from: &str, to: &[String], raw: &Arc<Vec<u8>>, now: Timestamp) {
        for recipient in to {
            match self.refusal(recipient) {
                Some((_, text)) => {
                    let status = text.split(' ').next().unwrap_or("5.0.0").to_owned();
                    let report =
                        dsn::report(&self.domain, from, recipient, raw, &status, &text, now);
                    self.put("", from, Arc::new(report), now.as_microsecond());
                }
                None => self.take(from, recipient, raw, now),
            }
        }
        self.deliver_due(now.as_microsecond());
    }

    fn wait(&mut self, due: i64, from: &str, to: &str, raw: Arc<Vec<u8>>) {
        self.waiting.push(Waiting {
            due,
            from: from.into(),
            to: to.into(),
            raw,
        });
    }

    /// Puts a mail into an inbox.
    fn put(&mut self, from: &str, to: &str, raw: Arc<Vec<u8>>, received: i64) {
        self.put_into("INBOX", from, to, raw, received);
    }

    /// Puts a mail into a folder; the one for junk is made when it is needed.
    fn put_into(&mut self, folder: &str, from: &str, to: &str, raw: Arc<Vec<u8>>, received: i64) {
        let message = self.message(from, raw, received);
        let mailbox = self.mailbox_or_new(to);
        if mailbox.make_folder(folder)
            && let Some(made) = mailbox.folder(folder)
        {
            made.special = (folder == "Junk").then(|| "\\Junk".into());
        }
        if let Some(found) = mailbox.folder(folder) {
            found.put(message);
        }
    }

    /// A mail with a number of its own, not yet in a folder.
    pub fn message(&mut self, from: &str, raw: Arc<Vec<u8>>, received: i64) -> Message {
        self.last_id += 1;
        Message {
            id: self.last_id,
            uid: 0,
            flags: BTreeSet::new(),
            received,
            from: from.into(),
            raw,
        }
    }

    /// Delivers what is due; true if there was something.
    pub fn deliver_due(&mut self, now: i64) -> bool {
        let (due, waiting) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|waiting| waiting.due <= now);
        self.waiting = waiting;
        let due: Vec<Waiting> = due;
        for mail in &due {
            self.put(&mail.from, &mail.to, Arc::clone(&mail.raw), mail.due);
        }
        !due.is_empty()
    }
}

/// A fresh message id under a domain.
pub fn message_id(domain: &str) -> String {
    format!("<{}@{domain}>", unguessable(20))
}

/// A date as mail writes it.
pub fn mail_date(at: Timestamp) -> String {
    jiff::fmt::rfc2822::to_string(&at.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default()
}
