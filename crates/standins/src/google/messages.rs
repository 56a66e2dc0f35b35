//! Mails, threads, labels and drafts of the Gmail API.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Value, json};

use super::api::{Answer, Gmail};
use super::message::{self, Format, id, number};
use super::query;
use super::refusal::Refusal;
use crate::mail::mime;
use crate::mail::post::{Mailbox, Message};
use crate::provider::ledger::Book;
use crate::provider::letters;
use crate::provider::threads::threads as roots;

const LARGEST: usize = 36_700_160;
/// Padding or none.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A mail with its folder and conversation.
struct Found {
    message: Message,
    folder: String,
    thread: u64,
    history: u64,
}

fn all(mailbox: &Mailbox, book: &Book) -> Vec<Found> {
    let roots = roots(mailbox);
    let mut all: Vec<Found> = mailbox
        .folders
        .iter()
        .flat_map(|folder| folder.messages.iter().map(move |message| (folder, message)))
        .map(|(folder, message)| Found {
            thread: roots.get(&message.id).copied().unwrap_or(message.id),
            history: book.newest_of(message.id),
            folder: folder.name.clone(),
            message: message.clone(),
        })
        .collect();
    all.sort_by_key(|found| std::cmp::Reverse((found.message.received, found.message.id)));
    all
}

impl Gmail<'_> {
    fn mails(&self) -> Vec<Found> {
        self.state.at_mailbox(&self.user.email, |post, book| {
            all(post.mailbox_or_new(&self.user.email), book)
        })
    }

    fn find(&self, id: &str) -> Result<Found, Refusal> {
        let number = number(id)?;
        let mut mails = self.mails().into_iter();
        mails
            .find(|found| found.message.id == number)
            .ok_or_else(Refusal::not_found)
    }

    fn format(&self, default: &'static str) -> Result<Format<'_>, Refusal> {
        let default = if self.only_metadata() {
            "metadata"
        } else {
            default
        };
        let name = self.incoming.parameter("format").unwrap_or(default);
        if !matches!(name, "minimal" | "full" | "raw" | "metadata") {
            return Err(Refusal::invalid(format!(
                "Invalid value at 'format': {name}"
            )));
        }
        if self.only_metadata() && matches!(name, "full" | "raw") {
            return Err(Refusal::scope());
        }
        Ok(Format {
            name,
            headers: self.all("metadataHeaders"),
        })
    }

    /// The mail in the body: JSON with `raw`, the bare mail, or both parts of a multipart upload.
    fn upload(&self) -> Result<(Vec<u8>, Option<String>), Refusal> {
        let incoming = self.incoming;
        let kind = incoming
            .header("content-type")
            .unwrap_or_default()
            .to_lowercase();
        let (raw, fields) = if !incoming.path.starts_with("/upload/") {
            let body = self.body()?;
            (None, body.get("message").cloned().unwrap_or(body))
        } else if kind.starts_with("message/rfc822") {
            (Some(incoming.body.to_vec()), json!({}))
        } else if kind.starts_with("multipart/") {
            let header = format!(
                "Content-Type: {}\r\n\r\n",
                incoming.header("content-type").unwrap_or_default()
            );
            let whole = [header.as_bytes(), &incoming.body].concat();
            let parts = mime::read(&whole)
                .parts
                .into_iter()
                .map(|part| part.body.to_vec())
                .collect::<Vec<_>>();
            let [fields, raw] = parts.as_slice() else {
                return Err(Refusal::invalid("Bad multipart upload"));
            };
            (
                Some(raw.clone()),
                serde_json::from_slice(fields).unwrap_or_default(),
            )
        } else {
            return Err(Refusal::invalid(
                "Media type is not supported. Valid media types: [message/rfc822]",
            ));
        };
        let raw = match raw {
            Some(raw) => raw,
            None => {
                let text = fields["raw"].as_str().ok_or_else(|| Refusal::invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required"))?;
                LENIENT
                    .decode(text)
                    .map_err(|_| Refusal::invalid("Invalid value for ByteString: raw"))?
            }
        };
        if raw.len() > LARGEST {
            return Err(Refusal::too_large());
        }
        Ok((raw, fields["threadId"].as_str().map(str::to_owned)))
    }

    fn send_raw(&self, raw: &[u8], draft: Option<u64>, thread: Option<&str>) -> Answer {
        let raw = letters::completed(raw, &self.user, "mail.gmail.com", self.state.clock.now());
        if letters::recipients(&raw).is_empty() {
            return Err(Refusal::invalid("Recipient address required"));
        }
        if let Some(thread) = thread {
            let wanted = number(thread)?;
            if !self.mails().iter().any(|found| found.thread == wanted) {
                return Err(Refusal::not_found());
            }
        }
        let sent = letters::send(self.state, &self.user, &raw, draft);
        let found = self.find(&id(sent))?;
        Ok(json!({ "id": id(sent), "threadId": id(found.thread), "labelIds": ["SENT"] }))
    }
}

pub fn profile(call: &Gmail, _: &[&str]) -> Answer {
    let mails = call.mails();
    let threads: std::collections::BTreeSet<u64> = mails.iter().map(|found| found.thread).collect();
    let history = call.state.at_mailbox(&call.user.email, |_, book| book.last);
    Ok(
        json!({ "emailAddress": call.user.email, "messagesTotal": mails.len(), "threadsTotal": threads.len(), "historyId": history.to_string() }),
    )
}

pub fn send(call: &Gmail, _: &[&str]) -> Answer {
    let (raw, thread) = call.upload()?;
    call.send_raw(&raw, None, thread.as_deref())
}

fn chosen(call: &Gmail) -> Result<Vec<Found>, Refusal> {
    let text = call.incoming.parameter("q").unwrap_or_default();
    if !text.is_empty() && call.only_metadata() {
        return Err(Refusal::scope());
    }
    let labels = call.all("labelIds");
    let trash = call.incoming.parameter("includeSpamTrash") == Some("true")
        || labels.contains(&"TRASH")
        || text.contains("in:trash")
        || text.contains("in:anywhere");
    let mut mails = call.mails();
    mails.retain(|found| {
        let own = message::labels(&found.folder, &found.message.flags);
        (trash || found.folder != "Trash")
            && labels
                .iter()
                .all(|label| own.iter().any(|own| own == label))
            && query::fits(text, &found.message, &found.folder)
    });
    Ok(mails)
}

fn paged(call: &Gmail, name: &str, all: Vec<Value>) -> Answer {
    let (most, offset) = call.page()?;
    let total = all.len();
    let page: Vec<Value> = all.into_iter().skip(offset).take(most).collect();
    let mut answer = json!({ "resultSizeEstimate": total });
    if !page.is_empty() {
        answer[name] = json!(page);
    }
    if offset + most < total {
        answer["nextPageToken"] = json!((offset + most).to_string());
    }
    Ok(answer)
}

pub fn list(call: &Gmail, _: &[&str]) -> Answer {
    let mails = chosen(call)?;
    let all = mails
        .iter()
        .map(|found| json!({ "id": id(found.message.id), "threadId": id(found.thread) }));
    paged(call, "messages", all.collect())
}

pub fn get(call: &Gmail, path: &[&str]) -> Answer {
    let found = call.find(path[1])?;
    let format = call.format("full")?;
    Ok(message::resource(
        &found.message,
        &found.folder,
        found.thread,
        found.history,
        &format,
    ))
}

pub fn attachment(call: &Gmail, path: &[&str]) -> Answer {
    let found = call.find(path[1])?;
    message::attachment(&found.message, path[3]).ok_or_else(Refusal::not_found)
}

fn relabel(call: &Gmail, number: u64, add: &[String], remove: &[String]) -> Result<(), Refusal> {
    let done = call.state.at_mailbox(&call.user.email, |post, _| {
        let mailbox = post.mailbox_or_new(&call.user.email);
        let at = mailbox
            .folders
            .iter()
            .position(|folder| folder.messages.iter().any(|message| message.id == number))?;
        let place = mailbox.folders[at]
            .messages
            .iter()
            .position(|message| message.id == number)?;
        let mut message = mailbox.folders[at].messages.remove(place);
        let mut target = mailbox.folders[at].name.clone();
        for (labels, on) in [(add, true), (remove, false)] {
            for label in labels {
                match (label.as_str(), on) {
                    ("UNREAD", false) | ("STARRED", true) => {
                        message
                            .flags
                            .insert(if on { "\\Flagged" } else { "\\Seen" }.into());
                    }
                    ("UNREAD", true) | ("STARRED", false) => {
                        message
                            .flags
                            .remove(if on { "\\Seen" } else { "\\Flagged" });
                    }
                    ("TRASH", true) => target = "Trash".into(),
                    ("INBOX", true) => target = "INBOX".into(),
                    ("INBOX", false) => target = "All Mail".into(),
                    _ => {}
                }
            }
        }
        mailbox.make_folder(&target);
        if mailbox.folders[at].name == target {
            mailbox.folders[at].messages.insert(place, message);
        } else {
            mailbox.folder(&target)?.put(message);
        }
        Some(())
    });
    call.state.mail_changed();
    done.ok_or_else(Refusal::not_found)
}

fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().into_iter().flatten();
    list.filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

pub fn modify(call: &Gmail, path: &[&str]) -> Answer {
    let body = call.body()?;
    relabel(
        call,
        number(path[1])?,
        &texts(&body["addLabelIds"]),
        &texts(&body["removeLabelIds"]),
    )?;
    let found = call.find(path[1])?;
    Ok(
        json!({ "id": path[1], "threadId": id(found.thread), "labelIds": message::labels(&found.folder, &found.message.flags) }),
    )
}

pub fn trash(call: &Gmail, path: &[&str]) -> Answer {
    relabel(call, number(path[1])?, &["TRASH".to_owned()], &[])?;
    Ok(json!({ "id": path[1], "labelIds": ["TRASH"] }))
}

pub fn batch_modify(call: &Gmail, _: &[&str]) -> Answer {
    let body = call.body()?;
    for one in texts(&body["ids"]) {
        relabel(
            call,
            number(&one)?,
            &texts(&body["addLabelIds"]),
            &texts(&body["removeLabelIds"]),
        )?;
    }
    Ok(Value::Null)
}

pub fn threads(call: &Gmail, _: &[&str]) -> Answer {
    let mut seen = std::collections::BTreeSet::new();
    let mut mails = chosen(call)?;
    mails.retain(|found| seen.insert(found.thread));
    let all = mails.iter().map(|found| json!({ "id": id(found.thread), "snippet": "", "historyId": found.history.to_string() }));
    paged(call, "threads", all.collect())
}

pub fn thread(call: &Gmail, path: &[&str]) -> Answer {
    let wanted = number(path[1])?;
    let format = call.format("full")?;
    let mut mails = call.mails();
    mails.retain(|found| found.thread == wanted);
    mails.reverse();
    let newest = mails
        .iter()
        .map(|found| found.history)
        .max()
        .ok_or_else(Refusal::not_found)?;
    let shown = mails.iter().map(|found| {
        message::resource(
            &found.message,
            &found.folder,
            found.thread,
            found.history,
            &format,
        )
    });
    Ok(
        json!({ "id": path[1], "historyId": newest.to_string(), "messages": shown.collect::<Vec<_>>() }),
    )
}

pub fn labels(call: &Gmail, _: &[&str]) -> Answer {
    let folders = call.state.at_mailbox(&call.user.email, |post, _| {
        let mailbox = post.mailbox_or_new(&call.user.email);
        mailbox
            .folders
            .iter()
            .map(|folder| folder.name.clone())
            .collect::<Vec<_>>()
    });
    let system = [
        "INBOX",
        "SENT",
        "DRAFT",
        "TRASH",
        "SPAM",
        "UNREAD",
        "STARRED",
        "IMPORTANT",
        "CATEGORY_PERSONAL",
    ];
    let mut labels: Vec<Value> = system
        .iter()
        .map(|name| json!({ "id": name, "name": name, "type": "system" }))
        .collect();
    for folder in folders {
        if let Some(own) =
            message::folder_label(&folder).filter(|label| label.starts_with("Label_"))
        {
            labels.push(json!({ "id": own, "name": folder, "type": "user" }));
        }
    }
    Ok(json!({ "labels": labels }))
}

pub fn draft(call: &Gmail, _: &[&str]) -> Answer {
    let (raw, _) = call.upload()?;
    let now = call.state.clock.now();
    let raw = letters::completed(&raw, &call.user, "mail.gmail.com", now);
    let number = call.state.at_mailbox(&call.user.email, |post, _| {
        let mut message = post.message(
            &call.user.email,
            std::sync::Arc::new(raw),
            now.as_microsecond(),
        );
        message
            .flags
            .extend(["\\Draft".to_owned(), "\\Seen".to_owned()]);
        let number = message.id;
        if let Some(drafts) = post.mailbox_or_new(&call.user.email).folder("Drafts") {
            drafts.put(message);
        }
        number
    });
    call.state.mail_changed();
    let found = call.find(&id(number))?;
    Ok(
        json!({ "id": format!("r{}", id(number)), "message": { "id": id(number), "threadId": id(found.thread), "labelIds": ["DRAFT"] } }),
    )
}

pub fn drafts(call: &Gmail, _: &[&str]) -> Answer {
    let mails = call.mails();
    let drafts = mails.iter().filter(|found| found.folder == "Drafts");
    let all = drafts.map(|found| json!({ "id": format!("r{}", id(found.message.id)), "message": { "id": id(found.message.id), "threadId": id(found.thread) } }));
    paged(call, "drafts", all.collect())
}

pub fn send_draft(call: &Gmail, _: &[&str]) -> Answer {
    let body = call.body()?;
    let draft = body["id"]
        .as_str()
        .and_then(|id| id.strip_prefix('r'))
        .ok_or_else(Refusal::not_found)?;
    let found = call.find(draft)?;
    if found.folder != "Drafts" {
        return Err(Refusal::not_found());
    }
    call.send_raw(&found.message.raw, Some(found.message.id), None)
}

pub fn send_as(call: &Gmail, path: &[&str]) -> Answer {
    let user = &call.user;
    let one = |address: &String, primary: bool| {
        json!({
            "sendAsEmail": address, "displayName": user.name(), "replyToAddress": "", "signature": "", "isPrimary": primary, "isDefault": primary,
            "treatAsAlias": !primary, "verificationStatus": "accepted",
        })
    };
    let mut all = vec![one(&user.email, true)];
    all.extend(user.aliases.iter().map(|alias| one(alias, false)));
    match path.get(2) {
        None => Ok(json!({ "sendAs": all })),
        Some(wanted) => all
            .into_iter()
            .find(|one| one["sendAsEmail"] == **wanted)
            .ok_or_else(Refusal::not_found),
    }
}
