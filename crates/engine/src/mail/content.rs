//! What an e-mail says: fields filled in, signature and unsubscribe message in place, links tracked.

use liaison_domain::access::User;
use liaison_domain::mail::compose::{self, Rendered};
use liaison_domain::mail::fields::{self, Values};
use liaison_domain::mail::{Email, Identity};
use liaison_domain::people::Person;
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Sql;
use liaison_store::mail::{emails, identities};
use liaison_store::people::persons;

use crate::insight::tracking;
use crate::links::crm;
use crate::people::unsubscribe;
use crate::{Engine, Outcome};

/// Whom an e-mail is from: the chosen identity, or its owner's default.
pub(crate) async fn identity_of(sql: &impl Sql, email: &Email) -> Outcome<Identity> {
    let chosen = match email.identity_id {
        Some(id) => identities::of_user_by_id(sql, email.owner_id, id).await?,
        None => None,
    };
    match chosen {
        Some(identity) => Ok(identity),
        None => {
            let mine = identities::of_user(sql, email.owner_id).await?;
            let first = mine.into_iter().next();
            Ok(first.ok_or(Refusal::StateChanged)?)
        }
    }
}

/// Everything the fields of an e-mail can ask for.
pub(crate) async fn values(
    engine: &Engine,
    sql: &impl Sql,
    email: &Email,
    person: &Person,
    owner: &User,
    identity: &Identity,
) -> Outcome<Values> {
    let own_fields = persons::fields(sql, person.id).await?;
    let custom = own_fields
        .into_iter()
        .map(|(name, value)| (fields::key(&name), value))
        .collect();
    let before = match email.follows_id {
        Some(id) => emails::of_user_by_id(sql, email.owner_id, id).await?,
        None => None,
    };
    let last_email_html = before.and_then(|before| before.sent_body);
    let unsubscribe = unsubscribe_message(engine, sql, email).await?;
    Ok(Values {
        person: fields::Person {
            first_name: person.first_name.clone(),
            last_name: person.last_name.clone(),
            title: person.title.clone(),
            company: person.company.clone(),
            personal_email: String::new(),
            work_website: person.website.clone(),
            custom,
        },
        sender: fields::Sender {
            name: identity.name.clone(),
            title: String::new(),
        },
        language: owner.language,
        signature_html: identity.signature.as_html().to_owned(),
        friendly_unsubscribe_html: unsubscribe.clone(),
        unsubscribe_html: unsubscribe,
        last_email_html: last_email_html
            .map(|html| format!("<blockquote>{html}</blockquote>"))
            .unwrap_or_default(),
        salesforce: Default::default(),
    })
}

/// Fills an e-mail; a field that cannot be filled is a refusal.
pub(crate) async fn render(
    engine: &Engine,
    sql: &impl Sql,
    email: &Email,
    person: &Person,
    owner: &User,
    identity: &Identity,
) -> Outcome<Rendered> {
    let values = values(engine, sql, email, person, owner, identity).await?;
    Ok(compose::render(
        &email.writing,
        &values,
        email.is_non_commercial,
    )?)
}

/// The Message-ID of the e-mail this one follows up, if that has left.
pub(crate) async fn followed(sql: &impl Sql, email: &Email) -> Outcome<Option<String>> {
    let Some(id) = email.follows_id else {
        return Ok(None);
    };
    let before = emails::of_user_by_id(sql, email.owner_id, id).await?;
    Ok(before.and_then(|before| before.message_id))
}

/// Makes what later is read within a transaction, where it must not be made.
pub(crate) async fn ready(engine: &Engine) -> Outcome<()> {
    tracking::secret(engine).await.map(|_| ())
}

/// Whoever gets a copy nobody sees: those named, and the seller's own address at Salesforce where e-mails
/// are logged that way (administration 6.6).
pub(crate) async fn blind_copies(sql: &impl Sql, email: &Email) -> Outcome<Vec<EmailAddress>> {
    let mut all = email.writing.bcc.clone();
    if let Some(address) = crm::bcc_address(sql, email.owner_id).await?
        && !all.contains(&address)
    {
        all.push(address);
    }
    Ok(all)
}

/// The message with the link to leave by, where the instance wants one.
async fn unsubscribe_message(engine: &Engine, sql: &impl Sql, email: &Email) -> Outcome<String> {
    if !unsubscribe::message(sql).await?.is_on {
        return Ok(String::new());
    }
    unsubscribe::unsubscribe_html(engine, sql, email.id).await
}

/// Headers beside those every mail has.
pub(crate) async fn headers(
    engine: &Engine,
    sql: &impl Sql,
    email: &Email,
) -> Outcome<Vec<(String, String)>> {
    if email.is_non_commercial {
        return Ok(vec![]);
    }
    let headers = unsubscribe::unsubscribe_headers(engine, sql, email.id).await?;
    let owned = headers
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    Ok(owned.collect())
}

/// Links and pixel, where tracking is on for this person.
pub(crate) async fn tracked(
    engine: &Engine,
    sql: &impl Sql,
    email: &Email,
    html: &str,
) -> Outcome<String> {
    tracking::mark(engine, sql, email.id, html).await
}

/// A whole document around the words.
pub(crate) fn document(html: &str) -> String {
    format!("<!doctype html><html><head><meta charset=\"utf-8\"></head><body>{html}</body></html>")
}
