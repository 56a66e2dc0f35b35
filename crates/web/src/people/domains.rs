//! Blocked domains, for admins (actions 7.5).

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_engine::people::domains as acts;
use liaison_store::access::users;
use liaison_store::people::consent;
use serde::Deserialize;

use crate::dates;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Admin;

#[derive(Template)]
#[template(path = "people/domains.html")]
struct DomainsPage {
    page: Page,
    rows: Vec<Row>,
    field: Field,
    refused: Option<Refused>,
}

struct Row {
    domain: String,
    by: String,
    since: String,
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    domain: String,
}

async fn page(
    admin: &Admin,
    typed: &str,
    refusal: Option<&Refusal>,
) -> Result<DomainsPage, Trouble> {
    let (t, db) = (admin.t(), &admin.visitor.app.engine.db);
    let mut rows = Vec::new();
    for blocked in consent::blocked_domains(db).await? {
        let by = match blocked.added_by {
            Some(id) => users::by_id(db, id).await?,
            None => None,
        };
        rows.push(Row {
            domain: blocked.domain,
            by: by.map(|user| user.display_name()).unwrap_or_default(),
            since: dates::day(t, blocked.added_at, &admin.user.time_zone),
        });
    }
    let view = match (refusal, rows.is_empty()) {
        (Some(_), _) => "blocked-domains:refused",
        (None, true) => "blocked-domains:none",
        (None, false) => "blocked-domains:list",
    };
    let said = refusal.map(|refusal| t.say(refusal));
    Ok(DomainsPage {
        page: Page::at(admin, "blocked-domains", view),
        rows,
        field: Field::new("domain", "text", t.get("field-domain"), typed)
            .hint(t.get("blocked-domains-hint"))
            .error(said.as_ref()),
        refused: said.map(|said| Refused {
            said,
            field: "domain",
        }),
    })
}

pub(crate) async fn show(admin: Admin) -> Answer {
    Ok(html(&page(&admin, "", None).await?))
}

pub(crate) async fn block(admin: Admin, Form(typed): Form<Typed>) -> Answer {
    let engine = &admin.visitor.app.engine;
    match acts::block(engine, admin.actor(), &typed.domain).await {
        Ok(_) => Ok(go_saying(
            &admin.visitor,
            "/settings/blocked-domains",
            "domain-blocked",
        )),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let page = page(&admin, &typed.domain, Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}

pub(crate) async fn unblock(admin: Admin, Form(typed): Form<Typed>) -> Answer {
    let engine = &admin.visitor.app.engine;
    acts::unblock(engine, admin.actor(), &typed.domain).await?;
    Ok(go_saying(
        &admin.visitor,
        "/settings/blocked-domains",
        "domain-unblocked",
    ))
}
