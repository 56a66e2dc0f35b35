//! The panel in Salesforce, as an admin sets it up (administration 6.4, 7.7).

use askama::Template;
use liaison_domain::Refusal;
use liaison_domain::links::{PanelAction, PanelChoice, PanelTab};
use liaison_engine::links::panel as acts;
use secrecy::ExposeSecret;

use crate::dates;
use crate::forms::Form;
use crate::page::Page;
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Admin;

#[derive(Template)]
#[template(path = "links/panel_settings.html")]
struct PanelSettings {
    page: Page,
    /// What to enter in the package.
    base_url: String,
    /// Where Canvas sends its signed requests.
    canvas_url: String,
    made: Option<String>,
    /// The new secret: shown on this page and never again.
    secret: Option<String>,
    choice: PanelChoice,
    /// The pages that may hold the panel; none before somebody is connected.
    ancestors: Vec<String>,
}

impl PanelSettings {
    fn actions(&self) -> &'static [PanelAction] {
        PanelAction::ALL
    }

    fn is_shown(&self, action: &PanelAction) -> bool {
        !self.choice.is_hidden(*action)
    }

    /// The tabs with their places.
    fn tabs(&self) -> Vec<(usize, PanelTab)> {
        (1..).zip(self.choice.order()).collect()
    }

    fn places(&self) -> Vec<usize> {
        (1..=PanelTab::ALL.len()).collect()
    }
}

async fn page(admin: &Admin, secret: Option<String>) -> Result<PanelSettings, Trouble> {
    let engine = &admin.visitor.app.engine;
    let made = acts::secret_made_at(&engine.db).await?;
    let view = match (&secret, made) {
        (Some(_), _) => "panel-settings:secret",
        (None, Some(_)) => "panel-settings:form",
        (None, None) => "panel-settings:none",
    };
    Ok(PanelSettings {
        page: Page::at(admin, "panel", view),
        base_url: engine.url("").trim_end_matches('/').to_owned(),
        canvas_url: engine.url("/embed/salesforce"),
        made: made.map(|at| dates::moment(admin.t(), at, &admin.user.time_zone)),
        secret,
        choice: acts::choice(&engine.db).await?,
        ancestors: acts::ancestors(&engine.db).await?,
    })
}

pub(crate) async fn show(admin: Admin) -> Answer {
    Ok(html(&page(&admin, None).await?))
}

pub(crate) async fn make_secret(admin: Admin) -> Answer {
    let secret = acts::make_secret(&admin.visitor.app.engine, admin.actor()).await?;
    let secret = secret.expose_secret().to_owned();
    Ok(html(&page(&admin, Some(secret)).await?))
}

pub(crate) async fn choose(admin: Admin, Form(fields): Form<Vec<(String, String)>>) -> Answer {
    let is_ticked = |name: &str| fields.iter().any(|(field, _)| field == name);
    let hidden_actions: Vec<PanelAction> = PanelAction::ALL
        .iter()
        .copied()
        .filter(|action| !is_ticked(&format!("action-{}", action.code())))
        .collect();
    let hidden_tabs: Vec<PanelTab> = PanelTab::ALL
        .iter()
        .copied()
        .filter(|tab| !is_ticked(&format!("tab-{}", tab.code())))
        .collect();
    let mut order = Vec::new();
    for tab in PanelTab::ALL {
        let name = format!("place-{}", tab.code());
        let place = fields.iter().find(|(field, _)| *field == name);
        let place: usize = match place {
            Some((_, place)) => place.parse().map_err(|_| Refusal::BadForm)?,
            None => PanelTab::ALL.len(),
        };
        order.push((place, *tab));
    }
    // Two at the same place stay as they are.
    order.sort_by_key(|(place, _)| *place);
    let order: Vec<PanelTab> = order.into_iter().map(|(_, tab)| tab).collect();
    let choice = PanelChoice::new(is_ticked("actions"), &hidden_actions, &hidden_tabs, &order);
    acts::choose(&admin.visitor.app.engine, admin.actor(), &choice).await?;
    Ok(go_saying(&admin.visitor, "/settings/panel", "saved"))
}
