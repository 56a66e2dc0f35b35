//! What the admin decides about tracking, and where its links lead.

use liaison_connectors::outbound::Request;
use liaison_domain::access::{Actor, AuditAction};
use liaison_domain::insight::TrackingRules;
use liaison_domain::mail::tracking::Token as Mark;
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Sql;
use liaison_store::insight::untracked;
use liaison_store::settings::{self, key};
use url::Url;
use uuid::Uuid;

use super::tracking;
use crate::access::note;
use crate::{Engine, Outcome};

/// The settings of tracking, as the admin sees and changes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub rules: TrackingRules,
    /// Empty for the public URL.
    pub base: String,
    /// People by their addresses.
    pub untracked: Vec<EmailAddress>,
}

pub async fn get(engine: &Engine) -> Outcome<Settings> {
    Ok(Settings {
        rules: rules(&engine.db).await?,
        base: settings::get(&engine.db, key::TRACKING_BASE)
            .await?
            .unwrap_or_default(),
        untracked: untracked::list(&engine.db).await?,
    })
}

pub(super) async fn rules(sql: &impl Sql) -> Outcome<TrackingRules> {
    let off_in = settings::get(sql, key::TRACKING_OFF_COUNTRIES).await?;
    Ok(TrackingRules {
        is_on: settings::get(sql, key::TRACKING).await?.as_deref() != Some("off"),
        off_in: off_in
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
    })
}

pub async fn set(engine: &Engine, actor: Actor, wanted: &Settings) -> Outcome<()> {
    actor.must_administer()?;
    let base = read_base(engine, &wanted.base)?;
    let tx = engine.db.begin().await?;
    let is_on = if wanted.rules.is_on { "on" } else { "off" };
    settings::set(&tx, key::TRACKING, is_on).await?;
    settings::set(
        &tx,
        key::TRACKING_OFF_COUNTRIES,
        &wanted.rules.off_in.join(" "),
    )
    .await?;
    settings::set(&tx, key::TRACKING_BASE, &base).await?;
    untracked::set(&tx, &wanted.untracked).await?;
    let action = AuditAction::TrackingChanged;
    note(engine, &tx, actor, action, "instance", is_on).await?;
    tx.commit().await?;
    Ok(())
}

/// Scheme and host, and a port where there is one; what an admin types without a scheme is TLS.
fn read_base(engine: &Engine, typed: &str) -> Result<String, Refusal> {
    let typed = typed.trim().trim_end_matches('/');
    if typed.is_empty() {
        return Ok(String::new());
    }
    let refused = || Refusal::TrackingBase {
        base: typed.to_owned(),
    };
    let whole = match typed.contains("://") {
        true => typed.to_owned(),
        false => format!("https://{typed}"),
    };
    let url = Url::parse(&whole).map_err(|_| refused())?;
    let may_be_plain = engine.outbound.policy().allow_private;
    let is_web = url.scheme() == "https" || (url.scheme() == "http" && may_be_plain);
    let is_bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if is_web && is_bare && url.host().is_some() {
        Ok(url.origin().ascii_serialization())
    } else {
        Err(refused())
    }
}

/// Where links and pixels begin: the custom tracking domain or the public URL, without a slash.
pub(crate) async fn base(engine: &Engine, sql: &impl Sql) -> Outcome<String> {
    let kept = settings::get(sql, key::TRACKING_BASE).await?;
    Ok(kept
        .filter(|base| !base.is_empty())
        .unwrap_or_else(|| engine.url("")))
}

/// Follows a link of ours at this address: whether it leads to this very instance.
pub async fn check(engine: &Engine, typed: &str) -> Outcome<()> {
    let base = match read_base(engine, typed)? {
        base if base.is_empty() => engine.url(""),
        base => base,
    };
    let target = engine.url("/health");
    // An e-mail there never is: nothing is counted.
    let mark = Mark::Link(Uuid::nil(), target.clone());
    let token = tracking::signed(&mark, &tracking::secret(engine).await?)?;
    let address = format!("{base}/l/{token}");
    let url = Url::parse(&address).map_err(|_| Refusal::TrackingBase { base: base.clone() })?;
    let answer = engine
        .outbound
        .http(Request::get(url))
        .await
        .map_err(|error| Refusal::TrackingBaseUnreachable {
            base: base.clone(),
            detail: error.to_string(),
        })?;
    let leads_to = answer.headers.get("location").map(|v| v.as_bytes());
    if leads_to == Some(target.as_bytes()) {
        Ok(())
    } else {
        Err(Refusal::TrackingBaseOther { base }.into())
    }
}
