//! What can be done with people: only what there is, and in the panel only what no admin has hidden
//! (administration 6.4, 7.3).

use liaison_domain::id::PersonId;
use liaison_domain::links::{PanelAction, PanelChoice};
use liaison_engine::links::panel;

use super::standing::Standing;
use crate::respond::Trouble;
use crate::routes;
use crate::texts::Texts;
use crate::visitor::Member;

/// One entry of the drop-down.
pub(crate) struct Offer {
    pub code: &'static str,
    pub path: String,
    pub icon: &'static str,
    /// Why it cannot be done just now; empty when it can.
    pub hindrance: String,
}

/// Where an action begins. The page takes one person as `person`, several as `people` with commas between.
fn page_of(action: PanelAction) -> &'static str {
    match action {
        PanelAction::Email => "/email/new",
        PanelAction::Campaign => "/campaigns/start",
        PanelAction::Task => "/tasks/new",
        PanelAction::Call => "/calls/new",
    }
}

fn icon_of(action: PanelAction) -> &'static str {
    match action {
        PanelAction::Email => "mail",
        PanelAction::Campaign => "megaphone",
        PanelAction::Task => "tasks",
        PanelAction::Call => "phone",
    }
}

/// Where an action begins for these people. Calls are made one by one.
pub(crate) fn path_for(action: PanelAction, people: &[PersonId]) -> String {
    let page = page_of(action);
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    match (action, &ids[..]) {
        (PanelAction::Campaign, ids) => format!("{page}?people={}", ids.join(",")),
        (_, [one]) => format!("{page}?person={one}"),
        (_, ids) => format!("{page}?people={}", ids.join(",")),
    }
}

/// The admin's choice counts in the panel only.
async fn choice(member: &Member) -> Result<PanelChoice, Trouble> {
    if member.visitor.in_panel {
        Ok(panel::choice(&member.visitor.app.engine.db).await?)
    } else {
        Ok(PanelChoice::default())
    }
}

fn offered(choice: &PanelChoice) -> impl Iterator<Item = PanelAction> {
    PanelAction::ALL
        .iter()
        .copied()
        .filter(|action| choice.offers(*action) && routes::has_page(page_of(*action)))
}

/// What can be done with one person.
pub(crate) async fn for_one(
    member: &Member,
    person: PersonId,
    standing: Standing,
) -> Result<Vec<Offer>, Trouble> {
    let choice = choice(member).await?;
    let hindrance = |action| match (action, standing) {
        (PanelAction::Email, Standing::Open) => String::new(),
        (PanelAction::Email, _) => {
            let family = member.t().of_family("standing", standing.code());
            family.to_owned()
        }
        _ => String::new(),
    };
    Ok(offered(&choice)
        .map(|action| Offer {
            code: action.code(),
            path: path_for(action, &[person]),
            icon: icon_of(action),
            hindrance: hindrance(action),
        })
        .collect())
}

/// What can be done with several people at once: buttons that send the form they stand in.
pub(crate) async fn for_many(member: &Member) -> Result<Vec<Offer>, Trouble> {
    let choice = choice(member).await?;
    Ok(offered(&choice)
        .filter(|action| *action != PanelAction::Call)
        .map(|action| Offer {
            code: action.code(),
            path: String::new(),
            icon: icon_of(action),
            hindrance: String::new(),
        })
        .collect())
}

impl Offer {
    pub fn label<'a>(&self, t: &'a Texts) -> &'a str {
        t.of_family("do", self.code)
    }
}
