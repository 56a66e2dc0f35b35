//! The way out at the end of each e-mail: link, headers, message (actions 7.1).

use liaison_domain::Language;
use liaison_domain::access::{Actor, AuditAction};
use liaison_domain::id::EmailId;
use liaison_domain::mail::tracking::Token as Mark;
use liaison_domain::mail::{Email, MailHtml, html};
use liaison_store::Sql;
use liaison_store::access::users;
use liaison_store::mail::emails;
use liaison_store::settings::{self, key};

use crate::access::note;
use crate::insight::{rules, tracking};
use crate::{Engine, Outcome};

/// The link to unsubscribe that belongs to an e-mail.
pub async fn unsubscribe_url(
    engine: &Engine,
    sql: &impl Sql,
    email_id: EmailId,
) -> Outcome<String> {
    let mark = Mark::Unsubscribe(email_id.0);
    let token = tracking::signed(&mark, &tracking::secret(engine).await?)?;
    Ok(format!("{}/u/{token}", rules::base(engine, sql).await?))
}

/// Names and values of the headers by which mail programs unsubscribe (RFC 2369, RFC 8058).
pub async fn unsubscribe_headers(
    engine: &Engine,
    sql: &impl Sql,
    email_id: EmailId,
) -> Outcome<[(&'static str, String); 2]> {
    let url = unsubscribe_url(engine, sql, email_id).await?;
    Ok([
        ("List-Unsubscribe", format!("<{url}>")),
        (
            "List-Unsubscribe-Post",
            "List-Unsubscribe=One-Click".to_owned(),
        ),
    ])
}

/// The e-mail a link to unsubscribe is of; none when it is not ours or the e-mail is gone.
pub async fn email_of(engine: &Engine, token: &str) -> Outcome<Option<Email>> {
    match Mark::read(token, &tracking::secret(engine).await?) {
        Some(Mark::Unsubscribe(id)) => Ok(emails::by_id(&engine.db, EmailId(id)).await?),
        _ => Ok(None),
    }
}

/// What the admin decided about the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Whether it is put at the end of e-mails that are not without it on purpose.
    pub is_on: bool,
    /// As HTML; empty for words of ours in the sender's language.
    pub html: String,
}

pub async fn message(sql: &impl Sql) -> Outcome<Message> {
    let is_on = settings::get(sql, key::UNSUBSCRIBE).await?;
    let html = settings::get(sql, key::UNSUBSCRIBE_TEXT).await?;
    Ok(Message {
        is_on: is_on.as_deref() != Some("off"),
        html: html.unwrap_or_default(),
    })
}

pub async fn set_message(engine: &Engine, actor: Actor, message: &Message) -> Outcome<()> {
    actor.must_administer()?;
    let clean = MailHtml::clean(&message.html);
    let has_words = !clean.to_text().trim().is_empty();
    let html = if has_words { clean.as_html() } else { "" };
    let is_on = if message.is_on { "on" } else { "off" };
    let tx = engine.db.begin().await?;
    settings::set(&tx, key::UNSUBSCRIBE, is_on).await?;
    settings::set(&tx, key::UNSUBSCRIBE_TEXT, html).await?;
    let action = AuditAction::UnsubscribeMessageChanged;
    note(engine, &tx, actor, action, "instance", is_on).await?;
    tx.commit().await?;
    Ok(())
}

/// The message with the e-mail's own link in it, for `{{team_unsubscribe}}` and for the end of an e-mail.
/// Whether it belongs there is [`Message::is_on`] and the e-mail's own.
pub async fn unsubscribe_html(
    engine: &Engine,
    sql: &impl Sql,
    email_id: EmailId,
) -> Outcome<String> {
    let language = match emails::by_id(sql, email_id).await? {
        Some(email) => users::by_id(sql, email.owner_id).await?.map(|u| u.language),
        None => None,
    };
    let ours = engine
        .letters
        .unsubscribe_message(language.unwrap_or(Language::En));
    let team = message(sql).await?.html;
    let text = if team.is_empty() { ours.clone() } else { team };
    let url = unsubscribe_url(engine, sql, email_id).await?;
    let (linked, has_link) = with_link(&text, &url);
    match has_link {
        true => Ok(linked),
        // No link in the team's words: ours stands behind them.
        false => Ok(linked + &with_link(&ours, &url).0),
    }
}

/// The first link leads to the real place, whatever was typed there (actions 7.1).
fn with_link(text: &str, url: &str) -> (String, bool) {
    let mut is_done = false;
    let linked = html::replace_links(text, |_| {
        let is_first = !std::mem::replace(&mut is_done, true);
        is_first.then(|| url.to_owned())
    });
    (linked, is_done)
}
