//! E-mail settings: the addresses one writes from, each with its signature.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_domain::id::IdentityId;
use liaison_domain::links::channel::channel_of;
use liaison_domain::links::{ChannelKind, Mailbox, TeamServer};
use liaison_domain::mail::Identity;
use liaison_domain::mail::identity::Standing;
use liaison_engine::links::channels;
use liaison_engine::mail::identities as acts;
use liaison_engine::{Error, Outcome};
use liaison_store::links::{mailboxes, team_server};
use liaison_store::mail::identities;
use serde::Deserialize;

use crate::dates;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::{Field, Refused, RichText};
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Member;

const PATH: &str = "/settings/email";

#[derive(Template)]
#[template(path = "mail/email_settings.html")]
struct EmailSettings {
    page: Page,
    cards: Vec<Card>,
    /// The form for one more; `None` when there are as many as may be.
    add: Option<AddFields>,
    limit: usize,
    has_relay: bool,
    refused: Option<Refused>,
}

/// One identity as shown.
struct Card {
    id: IdentityId,
    address: String,
    name: String,
    name_error: String,
    is_default: bool,
    /// `confirmed`, `waiting`, `expired` or `unsent`.
    standing: &'static str,
    sent: String,
    editor: RichText,
    /// Where there is something to choose from, or to know.
    channel: Option<ChannelChoice>,
    refused: Option<Refused>,
}

/// By which way an identity's mail leaves.
struct ChannelChoice {
    /// The address of the person's own mailbox; empty when none is connected.
    mailbox: String,
    host: String,
    is_allowed: bool,
    /// `mailbox` or `team`: what its next mail takes.
    takes: &'static str,
    is_chosen: bool,
}

impl ChannelChoice {
    fn takes(&self, kind: &str) -> bool {
        self.takes == kind
    }

    /// Nobody sees what comes back.
    fn is_blind(&self) -> bool {
        self.mailbox.is_empty() && self.is_allowed
    }
}

/// The ways there are.
struct Ways {
    mailbox: Option<Mailbox>,
    team: Option<TeamServer>,
}

impl Ways {
    async fn load(member: &Member) -> Result<Self, Trouble> {
        let db = &member.visitor.app.engine.db;
        Ok(Self {
            mailbox: mailboxes::of_user(db, member.user.id).await?,
            team: team_server::get(db).await?,
        })
    }

    /// Without a team's server, or before the address is confirmed, there is nothing to say.
    fn of(&self, identity: &Identity) -> Option<ChannelChoice> {
        let team = self.team.as_ref()?;
        identity.verified_at?;
        let way = channel_of(identity, self.mailbox.clone(), Some(team.clone())).ok()?;
        let own = self.mailbox.as_ref();
        Some(ChannelChoice {
            mailbox: own.map(|m| m.address.to_string()).unwrap_or_default(),
            host: team.server.host.clone(),
            is_allowed: team.senders.allow(&identity.address),
            takes: way.kind().code(),
            is_chosen: identity.channel.is_some(),
        })
    }
}

impl Card {
    fn is_confirmed(&self) -> bool {
        self.standing == Standing::Confirmed.code()
    }
}

struct AddFields {
    name: Field,
    address: Field,
}

#[derive(Deserialize)]
pub(crate) struct AddForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    address: String,
}

#[derive(Deserialize)]
pub(crate) struct SaveForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    signature: String,
}

/// What was refused on the page, if anything, and what had been typed there.
enum Refusing<'a> {
    Nothing,
    Adding(&'a AddForm, Refusal),
    Saving(IdentityId, &'a SaveForm, Refusal),
    Acting(IdentityId, Refusal),
}

impl Refusing<'_> {
    fn refusal_at(&self, id: IdentityId) -> Option<&Refusal> {
        match self {
            Self::Saving(at, _, refusal) | Self::Acting(at, refusal) if *at == id => Some(refusal),
            _ => None,
        }
    }

    fn typed_at(&self, id: IdentityId) -> Option<&SaveForm> {
        match self {
            Self::Saving(at, form, _) if *at == id => Some(form),
            _ => None,
        }
    }
}

fn is_about_name(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::IdentityNameMissing => true,
        Refusal::TooLong { field, .. } => field == "name",
        _ => false,
    }
}

fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        refusal if is_about_name(refusal) => "name",
        Refusal::AddressMalformed { .. }
        | Refusal::IdentityKnown { .. }
        | Refusal::ConfirmationTooSoon { .. } => "address",
        _ => "",
    }
}

fn card(member: &Member, ways: &Ways, identity: Identity, refusing: &Refusing<'_>) -> Card {
    let t = member.t();
    let id = identity.id;
    let said = refusing
        .refusal_at(id)
        .map(|refusal| (t.say(refusal), is_about_name(refusal)));
    let typed = refusing.typed_at(id);
    let signature = typed.map_or(identity.signature.as_html(), |form| &form.signature);
    let sent = identity
        .link_sent_at
        .map(|at| dates::moment(t, at, &member.user.time_zone));
    Card {
        id,
        channel: ways.of(&identity),
        standing: identity
            .standing(member.visitor.app.engine.clock.now())
            .code(),
        address: identity.address.to_string(),
        name_error: match &said {
            Some((said, true)) => said.what.clone(),
            _ => String::new(),
        },
        editor: RichText::signature_at(t, format!("signature-{id}"), signature.to_owned()),
        name: typed.map_or(identity.name, |form| form.name.clone()),
        is_default: identity.is_default,
        sent: sent.unwrap_or_default(),
        refused: said.map(|(said, _)| Refused { said, field: "" }),
    }
}

fn add_fields(member: &Member, refusing: &Refusing<'_>) -> AddFields {
    let t = member.t();
    let (typed, refusal) = match refusing {
        Refusing::Adding(form, refusal) => (Some(form), Some(refusal)),
        _ => (None, None),
    };
    let at = refusal.map(field_of).unwrap_or_default();
    let said = refusal.map(|r| t.say(r));
    let error = |id: &str| said.as_ref().filter(|_| id == at);
    let own_name = member.user.display_name();
    AddFields {
        name: Field::new(
            "name",
            "text",
            t.get("field-identity-name"),
            typed.map_or(own_name, |form| form.name.clone()),
        )
        .hint(t.get("field-identity-name-hint"))
        .autocomplete("name")
        .required()
        .error(error("name")),
        address: Field::new(
            "address",
            "email",
            t.get("field-email"),
            typed.map_or(String::new(), |form| form.address.clone()),
        )
        .hint(t.get("field-identity-address-hint"))
        .required()
        .error(error("address")),
    }
}

async fn page(member: &Member, refusing: Refusing<'_>) -> Result<EmailSettings, Trouble> {
    let engine = &member.visitor.app.engine;
    let mine = identities::of_user(&engine.db, member.user.id).await?;
    let limit = acts::limit(&engine.db).await?;
    let ways = Ways::load(member).await?;
    let view = match (&refusing, &ways.team) {
        (Refusing::Nothing, None) => "email:addresses",
        (Refusing::Nothing, Some(_)) => "email:channels",
        _ => "email:refused",
    };
    let may_add = mine.len() < limit;
    let add = may_add.then(|| add_fields(member, &refusing));
    let refused = match &refusing {
        Refusing::Adding(_, refusal) => Some(Refused {
            said: member.t().say(refusal),
            field: add.as_ref().map_or("", |_| field_of(refusal)),
        }),
        _ => None,
    };
    Ok(EmailSettings {
        page: Page::at(member, "email", view),
        cards: mine
            .into_iter()
            .map(|identity| card(member, &ways, identity, &refusing))
            .collect(),
        add,
        limit,
        has_relay: engine.relay.is_some(),
        refused,
    })
}

pub(crate) async fn show(member: Member) -> Answer {
    Ok(html(&page(&member, Refusing::Nothing).await?))
}

/// Goes on with a word of confirmation, or shows the refusal where it belongs.
async fn answer<'a>(
    member: &Member,
    outcome: Outcome<()>,
    done: Response,
    refusing: impl FnOnce(Refusal) -> Refusing<'a>,
) -> Answer {
    match outcome {
        Ok(()) => Ok(done),
        Err(Error::Refused(refusal)) if stands_on_the_page(&refusal) => {
            let page = page(member, refusing(refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn stands_on_the_page(refusal: &Refusal) -> bool {
    !matches!(refusal, Refusal::NotFound | Refusal::StateChanged)
}

/// What is no id is nobody's identity.
fn id_of(text: &str) -> Result<IdentityId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

pub(crate) async fn add(member: Member, Form(form): Form<AddForm>) -> Answer {
    let engine = &member.visitor.app.engine;
    let outcome = acts::add(engine, &member.user, &form.name, &form.address).await;
    let done = go_saying(&member.visitor, PATH, "identity-added");
    answer(&member, outcome, done, |refusal| {
        Refusing::Adding(&form, refusal)
    })
    .await
}

pub(crate) async fn save(
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<SaveForm>,
) -> Answer {
    let (engine, id) = (&member.visitor.app.engine, id_of(&id)?);
    let outcome = acts::save(engine, &member.user, id, &form.name, &form.signature).await;
    let done = go_saying(&member.visitor, PATH, "saved");
    answer(&member, outcome, done, |refusal| {
        Refusing::Saving(id, &form, refusal)
    })
    .await
}

#[derive(Deserialize)]
pub(crate) struct ChannelForm {
    #[serde(default)]
    channel: String,
}

pub(crate) async fn choose_channel(
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<ChannelForm>,
) -> Answer {
    let (engine, id) = (&member.visitor.app.engine, id_of(&id)?);
    let kind = ChannelKind::from_code(&form.channel).ok_or(Refusal::BadForm)?;
    let outcome = channels::choose(engine, &member.user, id, kind).await;
    let done = go_saying(&member.visitor, PATH, "saved");
    answer(&member, outcome, done, |refusal| {
        Refusing::Acting(id, refusal)
    })
    .await
}

pub(crate) async fn resend(member: Member, Path(id): Path<String>) -> Answer {
    let (engine, id) = (&member.visitor.app.engine, id_of(&id)?);
    let outcome = acts::resend(engine, &member.user, id).await;
    let done = go_saying(&member.visitor, PATH, "identity-resent");
    answer(&member, outcome, done, |refusal| {
        Refusing::Acting(id, refusal)
    })
    .await
}

pub(crate) async fn make_default(member: Member, Path(id): Path<String>) -> Answer {
    let (engine, id) = (&member.visitor.app.engine, id_of(&id)?);
    let outcome = acts::make_default(engine, &member.user, id).await;
    let done = go_saying(&member.visitor, PATH, "identity-default");
    answer(&member, outcome, done, |refusal| {
        Refusing::Acting(id, refusal)
    })
    .await
}

pub(crate) async fn remove(member: Member, Path(id): Path<String>) -> Answer {
    let (engine, id) = (&member.visitor.app.engine, id_of(&id)?);
    let outcome = acts::remove(engine, &member.user, id).await;
    let done = go_saying(&member.visitor, PATH, "identity-removed");
    answer(&member, outcome, done, |refusal| {
        Refusing::Acting(id, refusal)
    })
    .await
}
