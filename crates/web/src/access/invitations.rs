//! Inviting users and the list of invitations (administration 5.6).

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::access::invite_list::Verdict;
use liaison_domain::access::{Delivery, LinkStanding, Team};
use liaison_domain::{AddressFault, Language, Refusal};
use liaison_engine::access::invite::{self, InviteForm, Invited};
use liaison_store::access::{invitations, teams, users};
use serde::Deserialize;

use crate::dates;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::Refused;
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::texts::Texts;
use crate::visitor::Admin;

/// How many invitations the list shows.
const LIST: i64 = 500;

#[derive(Template)]
#[template(path = "access/invite.html")]
struct InvitePage {
    page: Page,
    teams: Vec<Team>,
    filled: Filled,
    refused: Option<Refused>,
    mail_is_set_up: bool,
}

#[derive(Deserialize, Default)]
pub(crate) struct Filled {
    #[serde(default)]
    addresses: String,
    #[serde(default)]
    team: String,
    #[serde(default)]
    language: String,
}

impl Filled {
    fn is_team(&self, team: &Team) -> bool {
        self.team == team.id.to_string()
    }
}

async fn page(
    admin: &Admin,
    filled: Filled,
    refusal: Option<&Refusal>,
) -> Result<InvitePage, Trouble> {
    let engine = &admin.visitor.app.engine;
    let view = if refusal.is_some() {
        "invite:refused"
    } else {
        "invite:form"
    };
    let teams = teams::list(&engine.db)
        .await?
        .into_iter()
        .filter(|t| !t.is_everyone)
        .collect();
    let mut page = Page::at(admin, "users", view);
    page.title = admin.t().get("invite-title").to_owned();
    Ok(InvitePage {
        page,
        teams,
        filled,
        refused: refusal.map(|r| Refused {
            said: admin.t().say(r),
            field: "addresses",
        }),
        mail_is_set_up: engine.relay.is_some(),
    })
}

pub(crate) async fn form(admin: Admin) -> Answer {
    let filled = Filled {
        language: admin.visitor.language.code().to_owned(),
        ..Filled::default()
    };
    Ok(html(&page(&admin, filled, None).await?))
}

#[derive(Template)]
#[template(path = "access/invite_done.html")]
struct InviteDone {
    page: Page,
    lines: Vec<Line>,
    invited: usize,
}

/// One address and its verdict in words.
struct Line {
    typed: String,
    code: &'static str,
    verdict: String,
    link: Option<String>,
    /// For *Resend*.
    invitation: Option<String>,
}

impl Line {
    fn new(t: &Texts, invited: Invited) -> Self {
        let code = invited.verdict.code();
        let verdict = match &invited.verdict {
            Verdict::Malformed(fault) => {
                let reason = t.of_family("address-fault", &fault.code()).to_owned();
                match fault {
                    AddressFault::Character(odd) | AddressFault::NotAscii(odd) => {
                        format!("{reason} {odd}")
                    }
                    _ => reason,
                }
            }
            other => t.of_family("verdict", other.code()).to_owned(),
        };
        let resendable = matches!(invited.verdict, Verdict::AlreadyInvited);
        Self {
            typed: invited.typed,
            code,
            verdict,
            link: match invited.verdict {
                Verdict::Invited { link } => link,
                _ => None,
            },
            invitation: invited
                .invitation
                .filter(|_| resendable)
                .map(|id| id.to_string()),
        }
    }
}

pub(crate) async fn invite(admin: Admin, Form(filled): Form<Filled>) -> Answer {
    let engine = &admin.visitor.app.engine;
    let form = InviteForm {
        addresses: filled.addresses.clone(),
        team: filled.team.parse().ok(),
        language: Language::from_code(&filled.language).unwrap_or(admin.visitor.language),
        time_zone: admin.user.time_zone.clone(),
    };
    match invite::invite(engine, admin.actor(), &form).await {
        Ok(outcome) => {
            let t = admin.t();
            let lines: Vec<Line> = outcome
                .into_iter()
                .map(|invited| Line::new(t, invited))
                .collect();
            let invited = lines.iter().filter(|line| line.code == "invited").count();
            let mut page = Page::at(&admin, "users", "invite:done");
            page.title = t.get("invite-done-title").to_owned();
            Ok(html(&InviteDone {
                page,
                lines,
                invited,
            }))
        }
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let page = page(&admin, filled, Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}

#[derive(Template)]
#[template(path = "access/invitations.html")]
struct InvitationsPage {
    page: Page,
    rows: Vec<Row>,
    /// The new link of a resent invitation, when no mail can be sent.
    link: Option<String>,
}

/// One invitation in words.
struct Row {
    id: String,
    email: String,
    state: String,
    tone: &'static str,
    delivery: String,
    delivery_detail: String,
    sent: String,
    expires: String,
    inviter: String,
    may_resend: bool,
    may_revoke: bool,
}

async fn invitations_page(admin: &Admin, link: Option<String>) -> Result<InvitationsPage, Trouble> {
    let engine = &admin.visitor.app.engine;
    let (t, zone, now) = (admin.t(), &admin.user.time_zone, engine.clock.now());
    let mut rows = Vec::new();
    for invitation in invitations::list(&engine.db, LIST).await? {
        let standing = invitation.standing(now);
        let inviter = match invitation.invited_by {
            Some(id) => users::by_id(&engine.db, id)
                .await?
                .map(|u| u.display_name()),
            None => None,
        };
        rows.push(Row {
            id: invitation.id.to_string(),
            email: invitation.email.to_string(),
            state: t.of_family("invitation-state", standing.code()).to_owned(),
            tone: match standing {
                LinkStanding::Open => "wait",
                LinkStanding::Used => "ok",
                LinkStanding::Expired => "warn",
                LinkStanding::Revoked => "off",
            },
            delivery: t
                .of_family("delivery", invitation.delivery.code())
                .to_owned(),
            delivery_detail: match &invitation.delivery {
                Delivery::Failed(words) => words.clone(),
                _ => String::new(),
            },
            sent: dates::moment(t, invitation.sent_at, zone),
            expires: dates::moment(t, invitation.expires_at, zone),
            inviter: inviter.unwrap_or_default(),
            may_resend: invitation.may_be_resent().is_ok(),
            may_revoke: standing == LinkStanding::Open && invitation.may_be_revoked().is_ok(),
        });
    }
    let view = match (&link, rows.is_empty()) {
        (Some(_), _) => "invitations:link",
        (None, true) => "invitations:empty",
        (None, false) => "invitations:list",
    };
    Ok(InvitationsPage {
        page: Page::at(admin, "invitations", view),
        rows,
        link,
    })
}

pub(crate) async fn list(admin: Admin) -> Answer {
    Ok(html(&invitations_page(&admin, None).await?))
}

pub(crate) async fn resend(admin: Admin, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    match invite::resend(&admin.visitor.app.engine, admin.actor(), id).await? {
        None => Ok(go_saying(&admin.visitor, "/settings/invitations", "resent")),
        Some(link) => Ok(html(&invitations_page(&admin, Some(link)).await?)),
    }
}

pub(crate) async fn revoke(admin: Admin, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    invite::revoke(&admin.visitor.app.engine, admin.actor(), id).await?;
    Ok(go_saying(
        &admin.visitor,
        "/settings/invitations",
        "revoked",
    ))
}
