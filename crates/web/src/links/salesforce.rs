//! One's own Salesforce connection.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::links::SalesforceConnection;
use liaison_domain::links::crm::sync::EmailLogging;
use liaison_engine::links::crm;
use liaison_engine::links::salesforce as acts;
use liaison_engine::links::way::Purpose;
use liaison_store::links::salesforce;
use serde::Deserialize;

use super::way;
use crate::dates;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::Refused;
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Member;

#[derive(Template)]
#[template(path = "links/salesforce.html")]
struct SalesforcePage {
    page: Page,
    connection: Option<Shown>,
    /// The address for blind copies, where e-mails are logged by them.
    bcc: Option<String>,
    refused: Option<Refused>,
}

struct Shown {
    username: String,
    instance: String,
    organisation: String,
    health: &'static str,
    connected: String,
    last_ok: String,
}

/// `typed` is what was entered as the address for blind copies.
async fn page(
    member: &Member,
    refusal: Option<&Refusal>,
    typed: Option<String>,
) -> Result<SalesforcePage, Trouble> {
    let engine = &member.visitor.app.engine;
    let logs_by_bcc = crm::settings::get(&engine.db).await?.email == EmailLogging::Bcc;
    let bcc = match (logs_by_bcc, typed) {
        (false, _) => None,
        (true, Some(typed)) => Some(typed),
        (true, None) => {
            let kept = crm::settings::kept_bcc(&engine.db, member.user.id).await?;
            Some(kept.map(|address| address.to_string()).unwrap_or_default())
        }
    };
    let found = salesforce::of_user(&engine.db, member.user.id).await?;
    let view = match (refusal, &found) {
        (Some(_), _) => "salesforce:refused",
        (None, Some(_)) => "salesforce:connected",
        (None, None) => "salesforce:none",
    };
    Ok(SalesforcePage {
        page: Page::at(member, "salesforce", view),
        connection: found.map(|c| shown(member, &c)),
        bcc,
        refused: refusal.map(|refusal| Refused {
            said: member.t().say(refusal),
            field: match refusal {
                Refusal::CrmBccAddress { .. } => "bcc",
                _ => "",
            },
        }),
    })
}

pub(crate) async fn show(member: Member) -> Answer {
    Ok(html(&page(&member, None, None).await?))
}

fn shown(member: &Member, connection: &SalesforceConnection) -> Shown {
    let when = |at| dates::moment(member.t(), at, &member.user.time_zone);
    Shown {
        username: connection.username.clone(),
        instance: connection.instance_url.trim_end_matches('/').to_owned(),
        organisation: connection.organisation_id.to_string(),
        health: connection.health.code(),
        connected: when(connection.connected_at),
        last_ok: when(connection.last_ok_at),
    }
}

pub(crate) async fn connect(member: Member, Form(choice): Form<way::Choice>) -> Answer {
    way::depart(&member.visitor, Purpose::Connect, choice.other_login).await
}

pub(crate) async fn check(member: Member) -> Answer {
    match acts::check(&member.visitor.app.engine, member.user.id).await {
        Ok(_) => Ok(go_saying(
            &member.visitor,
            "/settings/salesforce",
            "connection-works",
        )),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let page = page(&member, Some(&refusal), None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}

pub(crate) async fn disconnect(member: Member) -> Answer {
    acts::disconnect(&member.visitor.app.engine, &member.user).await?;
    Ok(go_saying(
        &member.visitor,
        "/settings/salesforce",
        "disconnected",
    ))
}

#[derive(Deserialize)]
pub(crate) struct BccForm {
    #[serde(default)]
    bcc: String,
}

/// One's own Email-to-Salesforce address.
pub(crate) async fn save_bcc(member: Member, Form(form): Form<BccForm>) -> Answer {
    let engine = &member.visitor.app.engine;
    match crm::settings::set_bcc(engine, &member.user, &form.bcc).await {
        Ok(()) => Ok(go_saying(&member.visitor, "/settings/salesforce", "saved")),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let page = page(&member, Some(&refusal), Some(form.bcc)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}
