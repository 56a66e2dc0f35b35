//! Templates: writing, sharing, pinning (actions 8.1, 8.2).

use liaison_domain::Refusal;
use liaison_domain::access::User;
use liaison_domain::id::{CategoryId, TemplateId};
use liaison_domain::mail::compose::Typed;
use liaison_domain::mail::template::{MOST_PINNED, name};
use liaison_domain::mail::{Category, Template};
use liaison_store::Tx;
use liaison_store::mail::templates;

use crate::{Engine, Outcome};

/// A template as it was typed.
pub struct Written<'a> {
    pub name: &'a str,
    pub category: Option<CategoryId>,
    /// A new category, where one was typed: it goes before the chosen one.
    pub new_category: &'a str,
    pub subject: &'a str,
    pub body: &'a str,
    pub is_shared: bool,
    pub is_non_commercial: bool,
}

/// Adds a template, or changes one's own; admins change everybody's shared ones.
pub async fn save(
    engine: &Engine,
    user: &User,
    id: TemplateId,
    written: &Written<'_>,
) -> Outcome<()> {
    let title = name(written.name)?;
    let read = Typed {
        subject: written.subject,
        body: written.body,
        ..Typed::default()
    }
    .read()?;
    let now = engine.clock.now();
    let tx = engine.db.begin().await?;
    let before = templates::by_id(&tx, id).await?;
    if let Some(before) = &before {
        may_change(user, before)?;
    }
    let template = Template {
        id,
        owner_id: before.as_ref().map_or(user.id, |before| before.owner_id),
        category_id: category(engine, &tx, written).await?,
        name: title,
        subject: read.subject,
        body: read.body,
        is_shared: written.is_shared,
        is_non_commercial: written.is_non_commercial,
        created_at: before.as_ref().map_or(now, |before| before.created_at),
        updated_at: now,
        last_used_at: before.as_ref().and_then(|before| before.last_used_at),
        archived_at: None,
    };
    templates::save(&tx, &template).await?;
    tx.commit().await?;
    Ok(())
}

/// The category typed, chosen, or the first there is.
async fn category(engine: &Engine, tx: &Tx, written: &Written<'_>) -> Outcome<CategoryId> {
    let known = templates::categories(tx).await?;
    let typed = written.new_category.trim();
    if !typed.is_empty() {
        let typed = name(typed)?;
        if let Some(same) = known
            .iter()
            .find(|category| category.name.to_lowercase() == typed.to_lowercase())
        {
            return Ok(same.id);
        }
        return add_category(engine, tx, typed).await;
    }
    let chosen = written
        .category
        .and_then(|id| known.iter().find(|category| category.id == id));
    match chosen.or(known.first()) {
        Some(category) => Ok(category.id),
        None => add_category(engine, tx, "General".to_owned()).await,
    }
}

async fn add_category(engine: &Engine, tx: &Tx, name: String) -> Outcome<CategoryId> {
    let now = engine.clock.now();
    let category = Category {
        id: CategoryId(engine.dice.id(now)),
        name,
    };
    templates::add_category(tx, &category, now).await?;
    Ok(category.id)
}

fn may_change(user: &User, template: &Template) -> Result<(), Refusal> {
    let is_theirs = template.owner_id == user.id || (template.is_shared && user.is_admin());
    if is_theirs {
        Ok(())
    } else {
        Err(Refusal::NotFound)
    }
}

/// Takes a template out of use.
pub async fn archive(engine: &Engine, user: &User, id: TemplateId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mut template = templates::by_id(&tx, id).await?.ok_or(Refusal::NotFound)?;
    may_change(user, &template)?;
    template.archived_at = Some(engine.clock.now());
    templates::save(&tx, &template).await?;
    tx.commit().await?;
    Ok(())
}

/// Pins these categories for a user, in this order.
pub async fn pin(engine: &Engine, user: &User, categories: &[CategoryId]) -> Outcome<()> {
    if categories.len() > MOST_PINNED {
        return Err(Refusal::PinnedLimit {
            limit: MOST_PINNED.to_string(),
        }
        .into());
    }
    let tx = engine.db.begin().await?;
    let known = templates::categories(&tx).await?;
    let mut pinned = categories.to_vec();
    pinned.retain(|id| known.iter().any(|category| category.id == *id));
    templates::set_pinned(&tx, user.id, &pinned).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a category nothing is in.
pub async fn remove_category(engine: &Engine, id: CategoryId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let known = templates::categories(&tx).await?;
    let category = known.into_iter().find(|category| category.id == id);
    let category = category.ok_or(Refusal::NotFound)?;
    if !templates::remove_category(&tx, id).await? {
        return Err(Refusal::CategoryNotEmpty {
            name: category.name,
        }
        .into());
    }
    tx.commit().await?;
    Ok(())
}
