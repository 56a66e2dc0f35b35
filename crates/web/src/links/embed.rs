//! The way into the panel: a shell without cookies, and the exchange of a proof for a token (contracts 2.7).

use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_engine::links::panel::{self as acts, Taken};
use serde::Deserialize;
use serde_json::json;

use crate::forms::Form;
use crate::page::Page;
use crate::respond::{Answer, Trouble, html};
use crate::security::FramedBy;
use crate::texts::Said;
use crate::visitor::Visitor;

/// What the panel's script begins with.
#[derive(Template)]
#[template(path = "links/embed.html")]
struct Shell {
    page: Page,
    /// Exchanged once for a token; empty where the proof stands in the address.
    code: String,
    /// What the token opens.
    action: String,
    /// Who may be talked to, with spaces between.
    ancestors: String,
    refused: Option<Said>,
}

async fn shell(
    visitor: &Visitor,
    code: String,
    action: String,
    refusal: Option<&Refusal>,
) -> Result<Response, Trouble> {
    let ancestors = acts::ancestors(&visitor.app.engine.db).await?;
    let t = visitor.t();
    let view = if refusal.is_some() {
        "panel:refused"
    } else {
        "panel:shell"
    };
    let mut page = Page::new(visitor, view, t.get("panel-title"));
    page.in_panel = true;
    let shell = Shell {
        page,
        code,
        action,
        ancestors: ancestors.join(" "),
        refused: refusal.map(|refusal| t.say(refusal)),
    };
    let status = match refusal {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let mut response = (status, html(&shell)).into_response();
    response.extensions_mut().insert(FramedBy(ancestors));
    Ok(response)
}

/// The proof stands in the fragment, which only the script sees. The record in the query is for people who
/// read logs: it is never believed.
pub(crate) async fn show(visitor: Visitor) -> Answer {
    shell(&visitor, String::new(), String::new(), None).await
}

#[derive(Deserialize, Default)]
pub(crate) struct Posted {
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    signed_request: String,
}

/// A proof posted by a page of Salesforce: a list's button, or Canvas.
pub(crate) async fn receive(mut visitor: Visitor, Form(posted): Form<Posted>) -> Answer {
    let engine = &visitor.app.engine;
    let taken = if posted.signed_request.is_empty() {
        acts::take_ticket(engine, &posted.ticket).await
    } else {
        acts::take_signed_request(engine, &posted.signed_request).await
    };
    match taken {
        Ok(taken) => {
            let code_of = |taken| acts::code_for(&visitor.app.engine, taken);
            let language = taken.language;
            let code = code_of(taken)?;
            visitor.language = language.unwrap_or(visitor.language);
            shell(&visitor, code, posted.action, None).await
        }
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            shell(&visitor, String::new(), String::new(), Some(&refusal)).await
        }
    }
}

#[derive(Deserialize, Default)]
pub(crate) struct Exchange {
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    action: String,
}

/// A proof or a code for a token, once.
pub(crate) async fn token(visitor: Visitor, Form(exchange): Form<Exchange>) -> Answer {
    let engine = &visitor.app.engine;
    let taken = if exchange.code.is_empty() {
        acts::take_ticket(engine, &exchange.ticket).await?
    } else {
        acts::take_code(engine, &exchange.code).await?
    };
    let (token, user) = acts::enter(engine, &taken, &visitor.user_agent).await?;
    let path = path_of(&taken, &exchange.action);
    let body = json!({ "token": token.reveal(), "path": path, "language": user.language.code() });
    Ok(Json(body).into_response())
}

/// One record has a page; those of a list's button have the list.
fn path_of(taken: &Taken, action: &str) -> String {
    match (&taken.records[..], action) {
        ([one], "") => format!("/panel/{}/{}", one.object.code(), one.id),
        (_, action) => {
            let action: String = action
                .chars()
                .filter(char::is_ascii_lowercase)
                .take(20)
                .collect();
            format!("/panel/list?action={action}")
        }
    }
}
