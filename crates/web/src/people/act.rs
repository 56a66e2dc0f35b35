//! Going on with the people ticked in a list.

use liaison_domain::Refusal;
use liaison_domain::id::PersonId;
use liaison_domain::links::PanelAction;
use liaison_domain::people::learned::MOST_PEOPLE;

use super::offers;
use crate::forms::Form;
use crate::respond::{Answer, go};
use crate::visitor::Seller;

/// Leads to the page where the action begins, with those ticked.
pub(crate) async fn go_on(seller: Seller, Form(fields): Form<Vec<(String, String)>>) -> Answer {
    let mut people: Vec<PersonId> = Vec::new();
    for (_, value) in fields.iter().filter(|(name, _)| name == "person") {
        let id = value.parse().map_err(|_| Refusal::BadForm)?;
        if !people.contains(&id) {
            people.push(id);
        }
    }
    if people.is_empty() {
        return Err(Refusal::NobodyChosen.into());
    }
    if people.len() > MOST_PEOPLE {
        return Err(Refusal::BadForm.into());
    }
    let code = fields.iter().find(|(name, _)| name == "action");
    let action = code
        .and_then(|(_, code)| PanelAction::from_code(code))
        .ok_or(Refusal::BadForm)?;
    let offered = offers::for_many(&seller).await?;
    if !offered.iter().any(|offer| offer.code == action.code()) {
        return Err(Refusal::NotFound.into());
    }
    Ok(go(&offers::path_for(action, &people)))
}
