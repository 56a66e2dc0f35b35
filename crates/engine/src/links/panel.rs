//! The panel on pages of Salesforce: its secret, what it shows, and who comes in by which proof
//! (contracts 2.7, administration 6.4, 7.7).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use liaison_domain::access::session::{LONGEST_IDLE_PANEL, SignInMethod};
use liaison_domain::access::{Actor, AuditAction, User};
use liaison_domain::id::SessionId;
use liaison_domain::links::panel::{self as rules, Proof};
use liaison_domain::links::{OrganisationId, PanelChoice, SalesforceUserId, framing};
use liaison_domain::people::{CrmRecord, RecordId};
use liaison_domain::{Language, Refusal};
use liaison_store::access::{sessions as kept_sessions, users};
use liaison_store::links::keys::name::PANEL;
use liaison_store::links::{keys as kept_keys, panel as kept, salesforce as connections};
use liaison_store::settings::{self, key};
use liaison_store::{Db, Sql};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{apps, keys, salesforce};
use crate::access::{note, sessions};
use crate::vault::Place;
use crate::{Engine, Error, Outcome, Token};

/// From a posted proof to the script that asks for its token.
const CODE_LIVES: SignedDuration = SignedDuration::from_secs(60);
/// How long a signed request without a time of its own is remembered.
const TIMELESS_LIVES: SignedDuration = SignedDuration::from_hours(400 * 24);

/// Makes the secret of the package's tickets, in place of the one there was. It is shown once.
pub async fn make_secret(engine: &Engine, actor: Actor) -> Outcome<SecretString> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    let secret = keys::make(engine, &tx, PANEL).await?;
    note(
        engine,
        &tx,
        actor,
        AuditAction::PanelSecretMade,
        "panel",
        "",
    )
    .await?;
    tx.commit().await?;
    Ok(secret)
}

/// When the secret was made.
pub async fn secret_made_at(sql: &impl Sql) -> Outcome<Option<Timestamp>> {
    Ok(kept_keys::of(sql, PANEL).await?.map(|(_, at)| at))
}

/// What the panel shows and offers.
pub async fn choice(sql: &impl Sql) -> Outcome<PanelChoice> {
    let kept = settings::get(sql, key::PANEL).await?;
    Ok(kept
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

pub async fn choose(engine: &Engine, actor: Actor, choice: &PanelChoice) -> Outcome<()> {
    actor.must_administer()?;
    let text = serde_json::to_string(choice).map_err(Error::broken)?;
    let tx = engine.db.begin().await?;
    settings::set(&tx, key::PANEL, &text).await?;
    note(
        engine,
        &tx,
        actor,
        AuditAction::PanelChanged,
        "panel",
        &text,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The origins the panel may stand in: those of the connected organisation.
pub async fn ancestors(db: &Db) -> Outcome<Vec<String>> {
    let Some(organisation) = salesforce::organisation(db).await? else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    for url in connections::instance_urls(db, &organisation).await? {
        for origin in framing::ancestors(&url) {
            if !all.contains(&origin) {
                all.push(origin);
            }
        }
    }
    Ok(all)
}

/// Whose proof was taken, and what it is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct Taken {
    organisation: String,
    user: String,
    pub records: Vec<CrmRecord>,
    #[serde(skip)]
    pub language: Option<Language>,
}

/// Takes a ticket of the package.
pub async fn take_ticket(engine: &Engine, text: &str) -> Outcome<Taken> {
    let secret = keys::secret(engine, &engine.db, PANEL).await?;
    let secret = secret.ok_or(Refusal::PanelNotSetUp)?;
    let proof = rules::ticket(secret.expose_secret(), text, engine.clock.now())?;
    take(engine, proof).await
}

/// Takes a Canvas signed request: it is signed with the secret of the Salesforce app.
pub async fn take_signed_request(engine: &Engine, text: &str) -> Outcome<Taken> {
    let app = apps::salesforce_app(engine).await?;
    let now = engine.clock.now();
    let proof = rules::signed_request(app.client_secret.expose_secret(), text, now)?;
    take(engine, proof).await
}

/// Each proof is taken once.
async fn take(engine: &Engine, proof: Proof) -> Outcome<Taken> {
    let now = engine.clock.now();
    kept::sweep_proofs(&engine.db, now).await?;
    let until = match proof.made_at {
        Some(_) => now + rules::SIGNED_REQUEST_LIVES * 2,
        None => now + TIMELESS_LIVES,
    };
    if !kept::take_proof(&engine.db, &proof.fingerprint, until).await? {
        return Err(Refusal::PanelProofUsed.into());
    }
    Ok(Taken {
        organisation: proof.organisation.to_string(),
        user: proof.user.to_string(),
        records: proof.records,
        language: proof.language,
    })
}

#[derive(Serialize, Deserialize)]
struct Code {
    taken: Taken,
    /// In microseconds.
    until: i64,
    nonce: String,
}

const CODE: Place = Place {
    column: "panel.code",
    row: Uuid::nil(),
};

/// A code for the page that a posted proof is answered with; its script exchanges it once.
pub fn code_for(engine: &Engine, taken: Taken) -> Outcome<String> {
    let code = Code {
        taken,
        until: (engine.clock.now() + CODE_LIVES).as_microsecond(),
        nonce: Token::throw(&engine.dice).reveal().to_owned(),
    };
    let text = serde_json::to_string(&code).map_err(Error::broken)?;
    let sealed = engine.vault.seal(&engine.dice, CODE, &text)?;
    Ok(URL_SAFE_NO_PAD.encode(sealed))
}

/// Takes such a code back.
pub async fn take_code(engine: &Engine, text: &str) -> Outcome<Taken> {
    let opened = URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|sealed| engine.vault.open(CODE, &sealed).ok());
    let code: Option<Code> =
        opened.and_then(|text| serde_json::from_str(text.expose_secret()).ok());
    let code = code.ok_or(Refusal::PanelProofWrong)?;
    let now = engine.clock.now();
    if now.as_microsecond() > code.until {
        return Err(Refusal::PanelProofOld.into());
    }
    let hash = Token::received(&code.nonce).hash();
    if !kept::take_proof(&engine.db, &hash, now + CODE_LIVES * 2).await? {
        return Err(Refusal::PanelProofUsed.into());
    }
    Ok(code.taken)
}

/// Begins a panel session for the user whose proof was taken. Refuses with the condition that fails.
pub async fn enter(engine: &Engine, taken: &Taken, user_agent: &str) -> Outcome<(Token, User)> {
    let ours = salesforce::organisation(&engine.db).await?;
    let organisation = OrganisationId::parse(&taken.organisation)
        .filter(|organisation| Some(organisation) == ours.as_ref())
        .ok_or(Refusal::PanelOrganisation)?;
    let user = SalesforceUserId::parse(&taken.user).ok_or(Refusal::PanelProofWrong)?;
    let user = connections::user_of(&engine.db, &organisation, &user).await?;
    let user = user.ok_or(Refusal::PanelUserUnknown)?;
    let user = users::by_id(&engine.db, user).await?;
    let user = user.ok_or(Refusal::PanelUserUnknown)?;
    if !user.may_enter(engine.clock.now()) {
        return Err(Refusal::AccessEnded.into());
    }
    let tx = engine.db.begin().await?;
    // Each page of Salesforce begins one: those that ended are not kept.
    kept_sessions::sweep_panels(&tx, engine.clock.now() - LONGEST_IDLE_PANEL).await?;
    let (id, token) =
        sessions::begin_known(engine, &tx, user.id, SignInMethod::Panel, user_agent).await?;
    kept::set_records(&tx, id, taken.records.iter().map(|record| &record.id)).await?;
    tx.commit().await?;
    Ok((token, user))
}

/// Whether whoever has this session may look at the record in the panel: Salesforce opened it on the record,
/// or the seller's own token has read it. For everybody else it does not exist.
pub async fn must_see(
    engine: &Engine,
    session: SessionId,
    user: &User,
    record: &RecordId,
) -> Outcome<()> {
    let is_opened = kept::is_opened_on(&engine.db, session, record).await?;
    if is_opened || crate::people::bring::has_seen(engine, user.id, record).await? {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}
