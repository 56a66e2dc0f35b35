//! Mails of Graph: drafts, sending, reading, replying.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::compose::{self, Kept};
use super::graph::{Answer, Graph};
use super::message::{self, Found};
use super::refusal::Refusal;
use super::{ids, query};
use crate::mail::post::mail_date;
use crate::mail::{mime as structure, summary};
use crate::provider::directory::Provider;
use crate::provider::letters;

const DOMAIN: &str = "EURP191.PROD.OUTLOOK.COM";
const DAY: i64 = 86_400;

impl Graph<'_> {
    /// All mails.
    pub fn mails(&self) -> Vec<Found> {
        self.state.at_mailbox(&self.user.email, |post, book| {
            message::all(post.mailbox_or_new(&self.user.email), book)
        })
    }

    fn find(&self, id: &str) -> Result<Found, Refusal> {
        let malformed = || Refusal::new(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        let (number, folder) = ids::read(id).ok_or_else(malformed)?;
        let mut mails = self.mails().into_iter();
        let found = mails.find(|found| {
            found.message.id == number && folder.is_none_or(|folder| folder == found.folder_number)
        });
        found.ok_or_else(Refusal::not_found)
    }

    fn shown(&self, number: u64) -> Result<Value, Refusal> {
        let mut mails = self.mails().into_iter();
        let found = mails
            .find(|found| found.message.id == number)
            .ok_or_else(Refusal::not_found)?;
        let mut shown = query::selected(self.incoming, found.resource(self.immutable));
        shown["@odata.context"] = json!(format!(
            "{}/v1.0/$metadata#users('me')/messages/$entity",
            self.base
        ));
        Ok(shown)
    }

    fn put_draft(&self, raw: &[u8]) -> Result<u64, Refusal> {
        let now = self.state.clock.now();
        let raw = letters::completed(raw, &self.user, DOMAIN, now);
        let number = self.state.at_mailbox(&self.user.email, |post, _| {
            let mut message = post.message(&self.user.email, Arc::new(raw), now.as_microsecond());
            message
                .flags
                .extend(["\\Draft".to_owned(), "\\Seen".to_owned()]);
            let number = message.id;
            let drafts = post.mailbox_or_new(&self.user.email).folder("Drafts")?;
            drafts.put(message);
            Some(number)
        });
        self.state.mail_changed();
        number.ok_or_else(Refusal::not_found)
    }

    /// The mail in a body of MIME as base64, if it is one.
    fn mime_body(&self) -> Option<Result<Vec<u8>, Refusal>> {
        let kind = self.incoming.header("content-type").unwrap_or_default();
        kind.starts_with("text/plain").then(|| {
            let text: Vec<u8> = self
                .incoming
                .body
                .iter()
                .copied()
                .filter(|byte| !byte.is_ascii_whitespace())
                .collect();
            let raw = STANDARD.decode(text).map_err(|_| {
                Refusal::new(
                    400,
                    "ErrorMimeContentInvalidBase64String",
                    "Invalid base64 string for MIME content.",
                )
            })?;
            match letters::author(&raw) {
                Some(author) if !self.user.may_write_from(&author) => Err(Refusal::send_as()),
                _ => Ok(raw),
            }
        })
    }

    fn deliver(&self, raw: &[u8], draft: Option<u64>) -> Result<u64, Refusal> {
        let to = letters::recipients(raw);
        if to.is_empty() {
            return Err(Refusal::recipients());
        }
        let (now, meters) = (self.state.clock.now(), &self.state.offices.meters);
        let settings = self.state.directory(Provider::Microsoft).settings.clone();
        let name = |what: &str| format!("microsoft/{what}/{}", self.user.email);
        let count = u32::try_from(to.len()).unwrap_or(u32::MAX);
        meters
            .take(
                &name("recipients"),
                count,
                settings.mails_per_day,
                DAY,
                now.as_microsecond(),
            )
            .map_err(|_| Refusal::mails())?;
        let slow =
            |wait| Refusal::throttled("The mailbox sends too many messages per minute.", wait);
        meters
            .take(
                &name("mails"),
                1,
                settings.mails_per_minute,
                60,
                now.as_microsecond(),
            )
            .map_err(slow)?;
        let raw = letters::completed(raw, &self.user, DOMAIN, now);
        let raw = letters::with(&raw, "Date", &mail_date(now));
        Ok(letters::send(self.state, &self.user, &raw, draft))
    }
}

pub fn list(call: &Graph, folder: Option<&str>) -> Answer {
    let folder = match folder {
        Some(id) => Some(ids::folder_name(id).ok_or_else(Refusal::not_found)?),
        None => None,
    };
    let mut all = Vec::new();
    for found in call
        .mails()
        .iter()
        .filter(|found| folder.as_ref().is_none_or(|folder| *folder == found.folder))
    {
        let resource = found.resource(call.immutable);
        if query::fits(call.incoming, &resource)? {
            all.push(resource);
        }
    }
    query::order(call.incoming, &mut all);
    Ok((
        200,
        query::page(call.incoming, call.base, "users('me')/messages", all)?,
    ))
}

pub fn get(call: &Graph, id: &str) -> Answer {
    let found = call.find(id)?;
    Ok((200, call.shown(found.message.id)?))
}

pub fn mime(call: &Graph, id: &str) -> Answer {
    let found = call.find(id)?;
    Ok((200, json!(String::from_utf8_lossy(&found.message.raw))))
}

pub fn attachments(call: &Graph, id: &str) -> Answer {
    let found = call.find(id)?;
    let all = message::attachments(&found.message.raw).into_iter().enumerate().map(|(at, (name, kind, bytes))| {
        json!({
            "@odata.type": "#microsoft.graph.fileAttachment", "id": format!("{id}{at}"), "name": name, "contentType": kind, "size": bytes.len(),
            "isInline": false, "contentBytes": STANDARD.encode(bytes),
        })
    });
    Ok((200, json!({ "value": all.collect::<Vec<_>>() })))
}

pub fn create(call: &Graph) -> Answer {
    let raw = match call.mime_body() {
        Some(raw) => raw?,
        None => compose::mail(&call.body()?, &call.user, &Kept::new())?,
    };
    let number = call.put_draft(&raw)?;
    Ok((201, call.shown(number)?))
}

pub fn send(call: &Graph, id: &str) -> Answer {
    let found = call.find(id)?;
    if !found.message.flags.contains("\\Draft") {
        return Err(Refusal::new(
            400,
            "ErrorInvalidOperation",
            "The message is not a draft.",
        ));
    }
    call.deliver(&found.message.raw, Some(found.message.id))?;
    Ok((202, Value::Null))
}

pub fn send_mail(call: &Graph) -> Answer {
    let (raw, keeps) = match call.mime_body() {
        Some(raw) => (raw?, true),
        None => {
            let body = call.body()?;
            let fields = body
                .get("message")
                .or_else(|| body.get("Message"))
                .cloned()
                .unwrap_or_default();
            let keeps = body["saveToSentItems"] != false;
            (compose::mail(&fields, &call.user, &Kept::new())?, keeps)
        }
    };
    let number = call.deliver(&raw, None)?;
    if !keeps {
        call.state.at_mailbox(&call.user.email, |post, _| {
            if let Some(sent) = post.mailbox_or_new(&call.user.email).folder("Sent") {
                sent.messages.retain(|message| message.id != number);
            }
        });
    }
    Ok((202, Value::Null))
}

/// Changes one mail in its folder.
fn edit(call: &Graph, number: u64, act: impl FnOnce(&mut crate::mail::post::Message)) {
    call.state.at_mailbox(&call.user.email, |post, _| {
        let folders = post.mailbox_or_new(&call.user.email).folders.iter_mut();
        let mut messages = folders.flat_map(|folder| folder.messages.iter_mut());
        if let Some(message) = messages.find(|message| message.id == number) {
            act(message);
        }
    });
    call.state.mail_changed();
}

pub fn change(call: &Graph, id: &str) -> Answer {
    let found = call.find(id)?;
    let number = found.message.id;
    let body = call.body()?;
    let fields = body.as_object().cloned().unwrap_or_default();
    if let Some(etag) = call.incoming.header("if-match")
        && found.resource(call.immutable)["@odata.etag"] != etag
    {
        return Err(Refusal::of(412));
    }
    if let Some(read) = body["isRead"].as_bool() {
        edit(call, number, |message| {
            if read {
                message.flags.insert("\\Seen".into());
            } else {
                message.flags.remove("\\Seen");
            }
        });
    }
    let contents = [
        "subject",
        "body",
        "toRecipients",
        "ccRecipients",
        "bccRecipients",
        "replyTo",
        "from",
    ];
    if fields.keys().any(|name| contents.contains(&name.as_str())) {
        if !found.message.flags.contains("\\Draft") {
            return Err(Refusal::new(
                400,
                "ErrorInvalidPropertySet",
                "Only drafts can be changed.",
            ));
        }
        let mut whole = found.resource(call.immutable);
        whole["internetMessageHeaders"] = json!([]);
        for (name, value) in fields {
            whole[name] = value;
        }
        let files = message::attachments(&found.message.raw).into_iter();
        whole["attachments"] = files.map(|(name, kind, bytes)| json!({ "name": name, "contentType": kind, "contentBytes": STANDARD.encode(bytes) })).collect();
        let raw = Arc::new(compose::mail(&whole, &call.user, &kept(&found))?);
        edit(call, number, |message| message.raw = raw);
    }
    Ok((200, call.shown(number)?))
}

/// Headers of a draft that survive a change.
fn kept(found: &Found) -> Kept {
    let headers = summary::read(&found.message.raw).headers.into_iter();
    headers
        .filter(|(name, _)| {
            let name = name.to_lowercase();
            matches!(
                name.as_str(),
                "message-id" | "date" | "in-reply-to" | "references"
            ) || name.starts_with("x-")
        })
        .collect()
}

fn put_into(call: &Graph, found: &Found, folder: &str) {
    call.state.at_mailbox(&call.user.email, |post, _| {
        let mailbox = post.mailbox_or_new(&call.user.email);
        mailbox.make_folder(folder);
        for folder in &mut mailbox.folders {
            folder
                .messages
                .retain(|message| message.id != found.message.id);
        }
        if let Some(target) = mailbox.folder(folder) {
            target.put(found.message.clone());
        }
    });
    call.state.mail_changed();
}

pub fn remove(call: &Graph, id: &str) -> Answer {
    let found = call.find(id)?;
    if found.folder == "Trash" {
        call.state.at_mailbox(&call.user.email, |post, _| {
            for folder in &mut post.mailbox_or_new(&call.user.email).folders {
                folder
                    .messages
                    .retain(|message| message.id != found.message.id);
            }
        });
        call.state.mail_changed();
    } else {
        put_into(call, &found, "Trash");
    }
    Ok((204, Value::Null))
}

pub fn relocate(call: &Graph, id: &str) -> Answer {
    let found = call.find(id)?;
    let body = call.body()?;
    let target = body["destinationId"]
        .as_str()
        .and_then(ids::folder_name)
        .ok_or_else(Refusal::not_found)?;
    put_into(call, &found, &target);
    Ok((201, call.shown(found.message.id)?))
}

pub fn reply(call: &Graph, id: &str, how: &str) -> Answer {
    let found = call.find(id)?;
    let original = found.resource(call.immutable);
    let header = &found.message.raw[..structure::header_length(&found.message.raw)];
    let text = |name| structure::value(header, name).unwrap_or_default();
    let subject = original["subject"].as_str().unwrap_or_default();
    let (mark, forward) = if how == "createForward" {
        ("FW: ", true)
    } else {
        ("RE: ", false)
    };
    let bare = subject
        .trim_start_matches("RE: ")
        .trim_start_matches("FW: ")
        .trim_start_matches("Re: ");
    let mut fields = json!({ "subject": format!("{mark}{bare}"), "body": original["body"] });
    let mut kept = Kept::new();
    if !forward {
        let to = original["replyTo"]
            .as_array()
            .filter(|list| !list.is_empty())
            .cloned();
        fields["toRecipients"] = json!(to.unwrap_or_else(|| vec![original["from"].clone()]));
        let id = text("message-id");
        kept.push(("In-Reply-To".into(), id.clone()));
        kept.push((
            "References".into(),
            format!("{} {id}", text("references")).trim().to_owned(),
        ));
    }
    if how == "createReplyAll" {
        let lists = [&original["toRecipients"], &original["ccRecipients"]]
            .into_iter()
            .filter_map(Value::as_array)
            .flatten();
        let others = lists.filter(|one| {
            one.pointer("/emailAddress/address")
                .and_then(Value::as_str)
                .is_some_and(|address| !call.user.may_write_from(address))
        });
        fields["ccRecipients"] = others.cloned().collect();
    }
    let body = call.body()?;
    if let Some(comment) = body["comment"].as_str() {
        fields["body"] = json!({ "contentType": "text", "content": comment });
    }
    for (name, value) in body["message"].as_object().cloned().unwrap_or_default() {
        fields[name] = value;
    }
    let raw = compose::mail(&fields, &call.user, &kept)?;
    let number = call.put_draft(&raw)?;
    Ok((201, call.shown(number)?))
}
