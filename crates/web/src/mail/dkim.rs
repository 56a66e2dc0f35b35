//! Settings → The team's server → Signing: DKIM keys and what stands in the DNS for them, for admins.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::id::DkimId;
use liaison_domain::mail::DkimKeys;
use liaison_domain::mail::dkim::{Algorithm, DkimState, Record, next_selector};
use liaison_engine::mail::dkim as acts;
use liaison_store::links::team_server;
use liaison_store::mail::dkim_keys;
use serde::Deserialize;

use crate::dates;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::Refused;
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Admin;

const PATH: &str = "/settings/team-server/signing";

#[derive(Template)]
#[template(path = "mail/dkim.html")]
struct SigningPage {
    page: Page,
    has_server: bool,
    domains: Vec<Domain>,
}

/// One domain mail may leave from, or that has keys from earlier.
struct Domain {
    name: String,
    /// Once on the page.
    id: usize,
    /// Whether the server may send as it now.
    is_listed: bool,
    is_signed: bool,
    pairs: Vec<Pair>,
    selector: String,
    selector_error: String,
    refused: Option<Refused>,
}

struct Pair {
    keys: DkimKeys,
    made: String,
}

impl Pair {
    fn records(&self) -> [(&'static str, Record); 2] {
        Algorithm::ALL.map(|algorithm| (algorithm.code(), self.keys.record(algorithm)))
    }

    fn is(&self, state: &str) -> bool {
        self.keys.state.code() == state
    }

    fn tone(&self) -> &'static str {
        match self.keys.state {
            DkimState::Waiting => "wait",
            DkimState::Signing => "ok",
            DkimState::Retired => "off",
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct MakeForm {
    #[serde(default)]
    domain: String,
    #[serde(default)]
    selector: String,
}

async fn page(
    admin: &Admin,
    refusing: Option<(&MakeForm, &Refusal)>,
) -> Result<SigningPage, Trouble> {
    let (t, db) = (admin.t(), &admin.visitor.app.engine.db);
    let team = team_server::get(db).await?;
    let kept = dkim_keys::all(db).await?;
    let listed = team.as_ref().map(|team| team.senders.domains());
    let mut names: Vec<&str> = listed.clone().unwrap_or_default();
    for keys in &kept {
        if !names.contains(&&*keys.domain) {
            names.push(&keys.domain);
        }
    }
    let view = match (refusing, names.is_empty()) {
        (Some(_), _) => "dkim:refused",
        (None, true) => "dkim:none",
        (None, false) => "dkim:keys",
    };
    let domain = |(id, name): (usize, &&str)| {
        let of_it: Vec<DkimKeys> = kept.iter().filter(|k| k.domain == *name).cloned().collect();
        let here = refusing.filter(|(form, _)| form.domain == *name);
        let said = here.map(|(_, refusal)| t.say(refusal));
        Domain {
            name: (*name).to_owned(),
            id,
            is_listed: listed.as_ref().is_some_and(|listed| listed.contains(name)),
            is_signed: of_it.iter().any(|keys| keys.state == DkimState::Signing),
            selector: here.map_or_else(|| next_selector(&of_it), |(form, _)| form.selector.clone()),
            selector_error: said
                .as_ref()
                .map(|said| said.what.clone())
                .unwrap_or_default(),
            refused: said.map(|said| Refused { said, field: "" }),
            pairs: of_it
                .into_iter()
                .map(|keys| Pair {
                    made: dates::moment(t, keys.made_at, &admin.user.time_zone),
                    keys,
                })
                .collect(),
        }
    };
    Ok(SigningPage {
        page: Page::at(admin, "team-server", view),
        has_server: team.is_some(),
        domains: names.iter().enumerate().map(domain).collect(),
    })
}

pub(crate) async fn show(admin: Admin) -> Answer {
    Ok(html(&page(&admin, None).await?))
}

pub(crate) async fn make(admin: Admin, Form(form): Form<MakeForm>) -> Answer {
    let engine = &admin.visitor.app.engine;
    match acts::make(engine, admin.actor(), &form.domain, &form.selector).await {
        Ok(()) => Ok(go_saying(&admin.visitor, PATH, "dkim-made")),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            if !matches!(
                refusal,
                Refusal::DkimSelectorMalformed { .. } | Refusal::DkimSelectorTaken { .. }
            ) {
                return Err(refusal.into());
            }
            let page = page(&admin, Some((&form, &refusal))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}

fn id_of(text: &str) -> Result<DkimId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

pub(crate) async fn begin(admin: Admin, Path(id): Path<String>) -> Answer {
    acts::begin_signing(&admin.visitor.app.engine, admin.actor(), id_of(&id)?).await?;
    Ok(go_saying(&admin.visitor, PATH, "dkim-begun"))
}

pub(crate) async fn stop(admin: Admin, Path(id): Path<String>) -> Answer {
    acts::stop_signing(&admin.visitor.app.engine, admin.actor(), id_of(&id)?).await?;
    Ok(go_saying(&admin.visitor, PATH, "dkim-stopped"))
}

pub(crate) async fn remove(admin: Admin, Path(id): Path<String>) -> Answer {
    acts::remove(&admin.visitor.app.engine, admin.actor(), id_of(&id)?).await?;
    Ok(go_saying(&admin.visitor, PATH, "dkim-removed"))
}
