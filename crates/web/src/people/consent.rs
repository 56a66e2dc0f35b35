//! Noting that somebody does not want to be written to, or does again (actions 7.2).

use axum::extract::Path;
use liaison_domain::Refusal;
use liaison_domain::id::PersonId;
use liaison_engine::people::consent as acts;
use serde::Deserialize;

use crate::forms::Form;
use crate::respond::{Answer, Trouble, go_saying};
use crate::visitor::{Admin, Seller};

#[derive(Deserialize)]
pub(crate) struct Why {
    #[serde(default)]
    reason: String,
}

fn id_of(text: &str) -> Result<PersonId, Trouble> {
    text.parse().map_err(|_| Refusal::NotFound.into())
}

pub(crate) async fn unsubscribe(
    seller: Seller,
    Path(id): Path<String>,
    Form(why): Form<Why>,
) -> Answer {
    let id = id_of(&id)?;
    let engine = &seller.visitor.app.engine;
    acts::unsubscribe(engine, seller.actor(), id, &why.reason).await?;
    let path = format!("/people/{id}");
    Ok(go_saying(&seller.visitor, &path, "unsubscribed"))
}

pub(crate) async fn resubscribe(
    admin: Admin,
    Path(id): Path<String>,
    Form(why): Form<Why>,
) -> Answer {
    let id = id_of(&id)?;
    let engine = &admin.visitor.app.engine;
    acts::resubscribe(engine, admin.actor(), id, &why.reason).await?;
    let path = format!("/people/{id}");
    Ok(go_saying(&admin.visitor, &path, "resubscribed"))
}
