//! Tracking of e-mails: the pixel and the links put in before they leave, and what is noticed when
//! somebody comes by them (actions 6).

use std::sync::Arc;

use liaison_domain::id::EmailId;
use liaison_domain::insight::EventKind;
use liaison_domain::mail::html;
use liaison_domain::mail::link::{self, LONGEST, Link};
use liaison_domain::mail::tracking::Token as Mark;
use liaison_store::insight::untracked;
use liaison_store::mail::emails;

use super::append::Item;
use super::batch::Seen;
use super::rules;
use crate::access::sessions;
use crate::links::crm::{self, Engaged};
use crate::{Engine, Error, Outcome, Token, instance_key};

/// The longest description of a program we look at, in bytes.
const LONGEST_AGENT: usize = 512;

pub(crate) async fn secret(engine: &Engine) -> Outcome<Arc<[u8]>> {
    let made = engine.insight.secret.get_or_try_init(|| async {
        let secret = instance_key::of(engine, "tracking", "instance_keys.tracking").await?;
        Ok::<_, Error>(Arc::from(secret))
    });
    made.await.cloned()
}

/// A token without a target, which cannot be too long.
pub(crate) fn signed(mark: &Mark, secret: &[u8]) -> Outcome<String> {
    mark.sign(secret)
        .ok_or_else(|| Error::broken("a token cannot be signed"))
}

/// Puts the pixel in and leads the links over us, unless tracking is off for the instance, the
/// recipient's country or the recipient. What it changes are the links and the end of the text.
pub async fn mark(engine: &Engine, email_id: EmailId, html: &str) -> Outcome<String> {
    let email = emails::by_id(&engine.db, email_id)
        .await?
        .ok_or_else(|| Error::broken("there is no such e-mail to track"))?;
    let may = rules::rules(&engine.db).await?.allow(&email.to)
        && !untracked::holds(&engine.db, &email.to).await?;
    if !may {
        return Ok(html.to_owned());
    }
    let base = rules::base(engine).await?;
    let secret = secret(engine).await?;
    let ours = ["l", "o", "u"].map(|kind| format!("{base}/{kind}/"));
    let marked = html::replace_links(html, |written| {
        let Link::Tracked(target) = link::decide(written) else {
            return None;
        };
        if ours.iter().any(|ours| target.starts_with(ours.as_str())) {
            return None;
        }
        let token = Mark::Link(email_id.0, target.to_owned()).sign(&secret)?;
        let address = format!("{base}/l/{token}");
        // What no server takes would lead nowhere.
        (address.len() <= LONGEST).then_some(address)
    });
    let token = signed(&Mark::Pixel(email_id.0), &secret)?;
    let pixel = format!("{base}/o/{token}.gif");
    let image =
        format!("<img src=\"{pixel}\" width=\"1\" height=\"1\" alt=\"\" style=\"border:0\">");
    Ok(html::append(&marked, &image))
}

/// Somebody who came by a pixel or a link.
pub struct Visit {
    pub user_agent: String,
    /// Asked for the head only: a look that never counts.
    pub is_head: bool,
    /// A browser in which a seller was signed in.
    pub is_sellers: bool,
    /// What came as the cookie of somebody signed in here; looked up for tokens of ours only.
    pub session: Option<Token>,
}

impl Visit {
    /// A look that never counts: at the head only, or by somebody who works here.
    async fn is_nothing(&self, engine: &Engine) -> Outcome<bool> {
        if self.is_head || self.is_sellers {
            return Ok(true);
        }
        match &self.session {
            Some(cookie) => Ok(sessions::check(engine, cookie).await?.is_some()),
            None => Ok(false),
        }
    }
}

/// The pixel was loaded. When this returns, it is written down for good. What is no token of ours is
/// nothing.
pub async fn opened(engine: &Engine, token: &str, visit: Visit) -> Outcome<()> {
    match Mark::read(token, &secret(engine).await?) {
        Some(Mark::Pixel(email)) => notice(engine, EmailId(email), None, visit).await,
        _ => Ok(()),
    }
}

/// A link was followed: where it leads, byte by byte. When this returns, it is written down for good.
pub async fn followed(engine: &Engine, token: &str, visit: Visit) -> Outcome<Option<String>> {
    let Some(Mark::Link(email, target)) = Mark::read(token, &secret(engine).await?) else {
        return Ok(None);
    };
    notice(engine, EmailId(email), Some(target.clone()), visit).await?;
    Ok(Some(target))
}

async fn notice(
    engine: &Engine,
    email: EmailId,
    link: Option<String>,
    visit: Visit,
) -> Outcome<()> {
    if visit.is_nothing(engine).await? {
        return Ok(());
    }
    let mut user_agent = visit.user_agent;
    user_agent.truncate(user_agent.floor_char_boundary(LONGEST_AGENT));
    let seen = Seen {
        email,
        link,
        user_agent,
    };
    let pushed = engine.insight.queue.push(engine, Item::Seen(seen)).await;
    let engaged = match pushed.map_err(Error::Broken)?.engaged {
        Some(EventKind::EmailOpened) => Engaged::Opened,
        Some(EventKind::EmailClicked) => Engaged::Clicked,
        _ => return Ok(()),
    };
    if crm::settings::get(&engine.db).await?.logs_emails() {
        let tx = engine.db.begin().await?;
        crm::email_engaged(engine, &tx, email, engaged).await?;
        tx.commit().await?;
        engine.bell.notify_one();
    }
    Ok(())
}
