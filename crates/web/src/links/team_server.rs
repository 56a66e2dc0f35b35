//! Settings → The team's server: one SMTP server for everybody, for admins (actions 3.2).

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_domain::links::TeamServer;
use liaison_domain::links::servers::Security;
use liaison_engine::links::team_server as acts;
use liaison_store::links::team_server as kept;
use secrecy::SecretString;
use serde::Deserialize;

use crate::forms::Form;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, go, go_saying, html};
use crate::texts::Said;
use crate::visitor::Admin;

pub(crate) const PATH: &str = "/settings/team-server";
/// So many who send by it are named before it is taken away.
const NAMED: usize = 50;

#[derive(Deserialize)]
pub(crate) struct TeamServerForm {
    host: String,
    port: String,
    security: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: SecretString,
    #[serde(default)]
    senders: String,
    #[serde(default)]
    tried_as: String,
}

impl TeamServerForm {
    fn typed(&self) -> acts::Form<'_> {
        acts::Form {
            host: &self.host,
            port: &self.port,
            security: &self.security,
            username: &self.username,
            password: &self.password,
            senders: &self.senders,
            tried_as: &self.tried_as,
        }
    }
}

/// The field a refusal is about; empty when it is about none.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::MailboxHost { .. }
        | Refusal::TeamServerIsMailbox { .. }
        | Refusal::TeamServerUnreachable { .. }
        | Refusal::TeamServerCertificate { .. }
        | Refusal::TeamServerPrivate { .. } => "host",
        Refusal::MailboxPort => "port",
        Refusal::TeamServerNoTls { .. } => "security",
        Refusal::TeamServerPassword { .. }
        | Refusal::TeamServerPasswordMissing
        | Refusal::TeamServerPasswordAgain { .. } => "team_password",
        Refusal::TeamServerSendersMissing
        | Refusal::TeamServerSenderMalformed { .. }
        | Refusal::TeamServerDomainPublic { .. }
        | Refusal::TooLong { .. } => "senders",
        Refusal::TeamServerSenderRefused { .. }
        | Refusal::TeamServerTriesOutsider { .. }
        | Refusal::AddressMalformed { .. } => "tried_as",
        _ => "",
    }
}

#[derive(Template)]
#[template(path = "links/team_server.html")]
struct TeamServerPage {
    page: Page,
    team: Option<TeamServer>,
    /// What stood in the way of the last mail.
    problem: Option<Said>,
    refused: Option<Refused>,
    host: Field,
    port: Field,
    security: String,
    security_error: String,
    username: Field,
    password: Field,
    senders: String,
    senders_error: String,
    tried_as: Field,
    /// Identities whose mail leaves by it, and e-mails that wait to.
    used_by: usize,
    waiting: i64,
}

impl TeamServerPage {
    fn securities(&self) -> [&'static str; 2] {
        Security::ALL.map(Security::code)
    }
}

/// What was typed, and why it was refused.
type Refusing<'a> = Option<(&'a TeamServerForm, Refusal)>;

async fn page(admin: &Admin, refusing: Refusing<'_>) -> Result<TeamServerPage, Trouble> {
    let (t, engine) = (admin.t(), &admin.visitor.app.engine);
    let team = kept::get(&engine.db).await?;
    let uses = match &team {
        Some(team) => Some(acts::uses(&engine.db, team).await?),
        None => None,
    };
    let (typed, refusal) = match &refusing {
        Some((form, refusal)) => (Some(*form), Some(refusal)),
        None => (None, None),
    };
    let problem = team.as_ref().and_then(|team| team.problem.as_ref());
    let view = match (refusal, &team, problem) {
        (Some(_), ..) => "team-server:refused",
        (None, None, _) => "team-server:none",
        (None, Some(_), Some(_)) => "team-server:trouble",
        (None, Some(_), None) => "team-server:kept",
    };
    let at = refusal.map(field_of).unwrap_or_default();
    let said = refusal.map(|refusal| t.say(refusal));
    let error = |id: &str| said.as_ref().filter(|_| id == at);
    let words = |id: &str| error(id).map(|said| said.what.clone()).unwrap_or_default();
    let value = |of_form: fn(&TeamServerForm) -> &String, of_team: fn(&TeamServer) -> String| match (
        typed, &team,
    ) {
        (Some(form), _) => of_form(form).clone(),
        (None, Some(team)) => of_team(team),
        (None, None) => String::new(),
    };
    let likely = |text: String, likely: &str| match text.is_empty() && typed.is_none() {
        true => likely.to_owned(),
        false => text,
    };
    let field = |id: &'static str, kind, key, value: String| {
        Field::new(id, kind, t.get(key), value).error(error(id))
    };
    let port = value(|f| &f.port, |team| team.server.port.to_string());
    let security = value(|f| &f.security, |team| team.server.security.code().into());
    let own = &admin.user.email;
    let is_outsider = team.as_ref().filter(|team| !team.senders.allow(own));
    let likely_tried = match is_outsider {
        Some(team) => team.senders.an_address().unwrap_or_default().to_owned(),
        None => own.to_string(),
    };
    let senders = value(|f| &f.senders, |team| team.senders.as_text());
    let password_hint = match &team {
        Some(_) => "field-team-password-kept",
        None => "field-team-password-hint",
    };
    Ok(TeamServerPage {
        page: Page::at(admin, "team-server", view),
        problem: problem.map(|problem| t.say(problem)),
        host: field(
            "host",
            "text",
            "field-smtp-host",
            value(|f| &f.host, |team| team.server.host.clone()),
        )
        .required(),
        port: field("port", "text", "field-port", likely(port, "465")).required(),
        security: likely(security, Security::Tls.code()),
        security_error: words("security"),
        username: Field {
            optional: t.get("optional").to_owned(),
            ..field(
                "username",
                "text",
                "field-team-username",
                value(|f| &f.username, |team| team.username.clone()),
            )
        }
        .hint(t.get("field-team-username-hint")),
        password: field("team_password", "password", "field-password", String::new())
            .hint(t.get(password_hint)),
        senders: likely(senders, admin.user.email.domain()),
        senders_error: words("senders"),
        tried_as: field(
            "tried_as",
            "email",
            "field-tried-as",
            typed.map_or(likely_tried, |form| form.tried_as.clone()),
        )
        .hint(t.get("field-tried-as-hint"))
        .required(),
        used_by: uses.as_ref().map_or(0, |uses| uses.identities.len()),
        waiting: uses.map_or(0, |uses| uses.waiting),
        refused: said.map(|said| Refused { said, field: at }),
        team,
    })
}

pub(crate) async fn show(admin: Admin) -> Answer {
    Ok(html(&page(&admin, None).await?))
}

/// Tries and keeps.
pub(crate) async fn save(admin: Admin, Form(form): Form<TeamServerForm>) -> Answer {
    let engine = &admin.visitor.app.engine;
    match acts::save(engine, admin.actor(), &form.typed()).await {
        Ok(()) => Ok(go_saying(&admin.visitor, PATH, "team-server-kept")),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            Ok(refused(&page(&admin, Some((&form, refusal))).await?))
        }
    }
}

fn refused(page: &impl Template) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, html(page)).into_response()
}

/// Tries what is kept.
pub(crate) async fn check(admin: Admin) -> Answer {
    let engine = &admin.visitor.app.engine;
    Ok(match acts::check(engine, admin.actor()).await? {
        true => go_saying(&admin.visitor, PATH, "team-server-works"),
        false => go(PATH),
    })
}

#[derive(Template)]
#[template(path = "links/team_server_remove.html")]
struct RemovePage {
    page: Page,
    host: String,
    /// Addresses that write by it, and whether their own mailbox takes over.
    users: Vec<(String, bool)>,
    /// So many more.
    others: usize,
    waiting: i64,
}

/// Says what stops before it is taken away.
pub(crate) async fn ask(admin: Admin) -> Answer {
    let engine = &admin.visitor.app.engine;
    let Some(team) = kept::get(&engine.db).await? else {
        return Ok(go(PATH));
    };
    let uses = acts::uses(&engine.db, &team).await?;
    let named = uses.identities.iter().take(NAMED);
    Ok(html(&RemovePage {
        page: Page::at(&admin, "team-server", "team-server:remove"),
        host: team.server.host.clone(),
        users: named
            .map(|(identity, has_mailbox)| (identity.address.to_string(), *has_mailbox))
            .collect(),
        others: uses.identities.len().saturating_sub(NAMED),
        waiting: uses.waiting,
    }))
}

pub(crate) async fn remove(admin: Admin) -> Answer {
    acts::remove(&admin.visitor.app.engine, admin.actor()).await?;
    Ok(go_saying(&admin.visitor, PATH, "team-server-removed"))
}
