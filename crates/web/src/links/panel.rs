//! The panel on a page of Salesforce: one record, or the people of a list.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_domain::links::{PanelAction, PanelTab};
use liaison_domain::people::{CrmObject, CrmRecord, Person, RecordId};
use liaison_engine::links::panel as acts;
use liaison_engine::people::bring;
use liaison_store::links::panel as kept;
use liaison_store::people::{crm, persons, sights};
use serde::Deserialize;

use crate::dates;
use crate::forms::Query;
use crate::page::Page;
use crate::people::beside::{self, Beside};
use crate::people::head::{Head, owner_of};
use crate::people::offers::{self, Offer};
use crate::people::standing::{self, Standing};
use crate::people::timeline::{self, Timeline};
use crate::respond::{Answer, Trouble, html, refreshing, status_of};
use crate::texts::Said;
use crate::visitor::Seller;

/// Events on one page of the panel.
const EVENTS: i64 = 15;

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    tab: String,
    before: Option<i64>,
    /// Set by the skeleton: the record is brought now.
    #[serde(default)]
    now: String,
    /// What a list's button was for.
    #[serde(default)]
    action: String,
}

#[derive(Template)]
#[template(path = "links/panel_person.html")]
struct PersonPanel {
    page: Page,
    head: Head,
    /// The newest event.
    last: Option<timeline::Happened>,
    here: String,
    tabs: Vec<PanelTab>,
    tab: PanelTab,
    timeline: Option<Timeline>,
    beside: Option<Beside>,
}

impl PersonPanel {
    fn is_at(&self, tab: &PanelTab) -> bool {
        self.tab == *tab
    }
}

#[derive(Template)]
#[template(path = "links/panel_people.html")]
struct PeoplePanel {
    page: Page,
    name: String,
    /// What stands below the name: stage and day, owner.
    lines: Vec<String>,
    rows: Vec<Row>,
    offers: Vec<Offer>,
    /// The button that was pressed in the list.
    action: String,
    has_more: bool,
}

struct Row {
    id: String,
    name: String,
    line: String,
    email: String,
    standing: Standing,
    /// Their own page in the panel.
    path: String,
}

#[derive(Template)]
#[template(path = "links/panel_waiting.html")]
struct Waiting {
    page: Page,
}

#[derive(Template)]
#[template(path = "links/panel_refused.html")]
struct Refused {
    page: Page,
    said: Said,
    again: String,
    /// What would help is done in Liaison itself.
    in_liaison: bool,
}

/// One record. What is known is shown at once and asked again in the background; what is not known yet is
/// brought while a skeleton is shown.
pub(crate) async fn show(
    seller: Seller,
    Path((object, id)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    let record = CrmRecord::parse(&id).filter(|record| record.object.code() == object);
    let record = record.ok_or(Refusal::NotFound)?;
    acts::must_see(engine, seller.session.id, &seller.user, &record.id).await?;
    let here = format!("/panel/{}/{}", record.object.code(), record.id);
    if !wanted.now.is_empty() {
        if let Err(error) = bring::bring(engine, seller.user.id, &record).await {
            return refused(&seller, Trouble::from(error), &here);
        }
    } else if is_known(&seller, &record).await? {
        bring::freshen(engine, seller.user.id, &record).await?;
    } else {
        return Ok(waiting(&seller, &format!("{here}?now=1")));
    }
    match record.object {
        CrmObject::Lead | CrmObject::Contact => {
            let person = persons::by_record(&engine.db, &record).await?;
            person_panel(&seller, &person.ok_or(Refusal::NotFound)?, &wanted, here).await
        }
        CrmObject::Account | CrmObject::Opportunity => company_panel(&seller, &record).await,
    }
}

async fn is_known(seller: &Seller, record: &CrmRecord) -> Result<bool, Trouble> {
    let db = &seller.visitor.app.engine.db;
    Ok(match record.object {
        CrmObject::Lead | CrmObject::Contact => persons::by_record(db, record).await?.is_some(),
        // Others' contacts say nothing about which of them this seller may see.
        CrmObject::Account | CrmObject::Opportunity => {
            sights::of(db, seller.user.id, &record.id).await?.is_some()
        }
    })
}

fn waiting(seller: &Seller, next: &str) -> Response {
    let page = Page::new(
        &seller.visitor,
        "panel:waiting",
        seller.t().get("panel-waiting"),
    );
    refreshing(html(&Waiting { page }), 0, next)
}

fn refused(seller: &Seller, trouble: Trouble, here: &str) -> Answer {
    let refusal = trouble.refusal()?;
    let said = seller.t().say(&refusal);
    let page = Page::new(&seller.visitor, "panel:not-brought", &said.what);
    let in_liaison = matches!(
        refusal,
        Refusal::CrmNotConnected | Refusal::SalesforceReconnect | Refusal::SalesforceNotSetUp
    );
    let shown = Refused {
        page,
        said,
        again: format!("{here}?now=1"),
        in_liaison,
    };
    Ok((status_of(&refusal), html(&shown)).into_response())
}

async fn person_panel(seller: &Seller, person: &Person, wanted: &Wanted, here: String) -> Answer {
    let choice = acts::choice(&seller.visitor.app.engine.db).await?;
    let tabs = choice.tabs();
    let tab = PanelTab::from_code(&wanted.tab).filter(|tab| tabs.contains(tab));
    let tab = tab.or(tabs.first().copied()).unwrap_or(PanelTab::Timeline);
    let id = person.id;
    let last = timeline::of_person(seller, id, None, 1, &here)
        .await?
        .rows
        .pop();
    let (mut events, mut rows) = (None, None);
    match tab {
        PanelTab::Timeline => {
            let at = format!("{here}?tab=timeline");
            events = Some(timeline::of_person(seller, id, wanted.before, EVENTS, &at).await?);
        }
        PanelTab::Emails => rows = Some(beside::of_emails(seller, id).await?),
        PanelTab::Tasks => rows = Some(beside::of_tasks(seller, id).await?),
        PanelTab::Calls => rows = Some(beside::of_calls(seller, id).await?),
    }
    let head = Head::of(seller, person).await?;
    Ok(html(&PersonPanel {
        page: Page::new(&seller.visitor, "panel:person", &head.name),
        head,
        last,
        here,
        tabs,
        tab,
        timeline: events,
        beside: rows,
    }))
}

/// An account or an opportunity: its people, ticked, to go on with the rest.
async fn company_panel(seller: &Seller, record: &CrmRecord) -> Answer {
    let (t, db) = (seller.t(), &seller.visitor.app.engine.db);
    let (name, lines, people, view) = match record.object {
        CrmObject::Opportunity => {
            let found = crm::opportunity(db, &record.id).await?;
            let found = found.ok_or(Refusal::NotFound)?;
            let mut people = persons::of_opportunity(db, &record.id).await?;
            if people.is_empty()
                && let Some(company) = &found.company_id
            {
                people = persons::of_company(db, company).await?;
            }
            let closes = found.close_date.parse().ok();
            let closes = closes.map(|day| t.one("panel-closes", "day", dates::date(t, day)));
            let owner = owner_line(seller, &found.owner).await?;
            let lines = [Some(found.stage), closes, owner];
            (found.name, lines, people, "panel:opportunity")
        }
        _ => {
            let found = crm::company(db, &record.id).await?;
            let found = found.ok_or(Refusal::NotFound)?;
            let people = persons::of_company(db, &record.id).await?;
            let owner = owner_line(seller, &found.owner).await?;
            (
                found.name,
                [Some(found.phone), None, owner],
                people,
                "panel:account",
            )
        }
    };
    let sight = sights::of(db, seller.user.id, &record.id).await?;
    let rows = rows(seller, people).await?;
    Ok(html(&PeoplePanel {
        page: Page::new(&seller.visitor, view, &name),
        name,
        lines: lines
            .into_iter()
            .flatten()
            .filter(|line| !line.is_empty())
            .collect(),
        rows,
        offers: offers::for_many(seller).await?,
        action: String::new(),
        has_more: sight.is_some_and(|sight| sight.has_more),
    }))
}

async fn owner_line(seller: &Seller, owner: &str) -> Result<Option<String>, Trouble> {
    let owner = owner_of(seller, owner).await?;
    Ok((!owner.is_empty()).then(|| seller.t().one("owned-by", "name", owner)))
}

/// The people with a record this seller has seen; nobody else is shown.
async fn rows(seller: &Seller, people: Vec<Person>) -> Result<Vec<Row>, Trouble> {
    let db = &seller.visitor.app.engine.db;
    let records: Vec<RecordId> = people
        .iter()
        .filter_map(|person| person.record().map(|record| record.id))
        .collect();
    let mut seen = sights::among(db, seller.user.id, &records).await?;
    seen.extend(kept::records(db, seller.session.id).await?);
    let standings = standing::look_all(db, &people).await?;
    let mut rows = Vec::new();
    for (person, standing) in people.into_iter().zip(standings) {
        let Some(record) = person.record() else {
            continue;
        };
        let was_lead = person
            .lead_id
            .as_ref()
            .is_some_and(|lead| seen.contains(lead));
        if !seen.contains(&record.id) && !was_lead {
            continue;
        }
        let name = person.display_name();
        let parts = [person.title.as_str(), person.company.as_str()];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        rows.push(Row {
            id: person.id.to_string(),
            name,
            line: parts.join(" · "),
            email: person
                .email
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            standing,
            path: format!("/panel/{}/{}", record.object.code(), record.id),
        });
    }
    Ok(rows)
}

/// The people ticked in a list of Salesforce, to untick some and go on.
pub(crate) async fn list(seller: Seller, Query(wanted): Query<Wanted>) -> Answer {
    let engine = &seller.visitor.app.engine;
    let ids = kept::records(&engine.db, seller.session.id).await?;
    let action = PanelAction::from_code(&wanted.action).map_or("", PanelAction::code);
    let here = format!("/panel/list?action={action}");
    let mut people = persons::by_record_ids(&engine.db, &ids).await?;
    let unknown: Vec<RecordId> = ids
        .iter()
        .filter(|id| !people.iter().any(|person| is_of(person, id)))
        .cloned()
        .collect();
    if let Some(object) = unknown.first().and_then(RecordId::object) {
        if wanted.now.is_empty() {
            return Ok(waiting(&seller, &format!("{here}&now=1")));
        }
        let brought = bring::bring_people(engine, seller.user.id, object, &unknown).await;
        if let Err(error) = brought {
            return refused(&seller, Trouble::from(error), &here);
        }
        people = persons::by_record_ids(&engine.db, &ids).await?;
    }
    let rows = rows(&seller, people).await?;
    let mut offers = offers::for_many(&seller).await?;
    // The button that was pressed in Salesforce is the main one.
    offers.sort_by_key(|offer| offer.code != action);
    let t = seller.t();
    Ok(html(&PeoplePanel {
        page: Page::new(&seller.visitor, "panel:list", t.get("panel-selected")),
        name: t.get("panel-selected").to_owned(),
        lines: Vec::new(),
        rows,
        offers,
        action: action.to_owned(),
        has_more: false,
    }))
}

fn is_of(person: &Person, id: &RecordId) -> bool {
    [&person.lead_id, &person.contact_id]
        .into_iter()
        .flatten()
        .any(|known| known == id)
}
