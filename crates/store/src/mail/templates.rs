//! Templates, their categories, and which categories somebody has pinned.

use jiff::Timestamp;
use liaison_domain::id::{CategoryId, TemplateId, UserId};
use liaison_domain::mail::{Category, Template};

use crate::sql::{Fault, Record, Sql, Tx};
use crate::values;

fn read(row: &Record) -> Result<Template, Fault> {
    Ok(Template {
        id: row.get("id")?,
        owner_id: row.get("owner_id")?,
        category_id: row.get("category_id")?,
        name: row.get("name")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        is_shared: row.get("is_shared")?,
        is_non_commercial: row.get("is_non_commercial")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        last_used_at: row.get("last_used_at")?,
        archived_at: row.get("archived_at")?,
    })
}

pub async fn by_id(sql: &impl Sql, id: TemplateId) -> Result<Option<Template>, Fault> {
    let row = sql
        .row("select * from templates where id = $1", values![id])
        .await?;
    row.as_ref().map(read).transpose()
}

/// A template somebody may use: their own, or a shared one.
pub async fn usable(
    sql: &impl Sql,
    user: UserId,
    id: TemplateId,
) -> Result<Option<Template>, Fault> {
    let text = "select * from templates where id = $1 and (owner_id = $2 or is_shared) and archived_at is null";
    let row = sql.row(text, values![id, user]).await?;
    row.as_ref().map(read).transpose()
}

/// Templates somebody may use, by name; narrowed by a category and by part of name, subject or body.
pub async fn list(
    sql: &impl Sql,
    user: UserId,
    category: Option<CategoryId>,
    text: &str,
    limit: i64,
) -> Result<Vec<Template>, Fault> {
    let mut query = String::from(
        "select * from templates where archived_at is null and (owner_id = $1 or is_shared)",
    );
    let mut values = values![user];
    if let Some(category) = category {
        values.push(category.into());
        query.push_str(&format!(" and category_id = ${}", values.len()));
    }
    if !text.is_empty() {
        values.push(crate::sql::like(text).into());
        query.push_str(&format!(
            " and lower(name || ' ' || subject || ' ' || body) like ${} escape '\\'",
            values.len()
        ));
    }
    values.push(limit.into());
    query.push_str(&format!(
        " order by lower(name), id limit ${}",
        values.len()
    ));
    sql.rows(&query, values).await?.iter().map(read).collect()
}

/// Adds a template, or writes the one with this id as it now is.
pub async fn save(sql: &impl Sql, template: &Template) -> Result<(), Fault> {
    let text = "insert into templates
            (id, owner_id, category_id, name, subject, body, is_shared, is_non_commercial, created_at, updated_at,
             last_used_at, archived_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (id) do update set category_id = excluded.category_id, name = excluded.name,
            subject = excluded.subject, body = excluded.body, is_shared = excluded.is_shared,
            is_non_commercial = excluded.is_non_commercial, updated_at = excluded.updated_at,
            archived_at = excluded.archived_at";
    let values = values![
        template.id,
        template.owner_id,
        template.category_id,
        &template.name,
        &template.subject,
        &template.body,
        template.is_shared,
        template.is_non_commercial,
        template.created_at,
        template.updated_at,
        template.last_used_at,
        template.archived_at
    ];
    sql.run(text, values).await?;
    Ok(())
}

pub async fn used(sql: &impl Sql, id: TemplateId, at: Timestamp) -> Result<(), Fault> {
    let text = "update templates set last_used_at = $2 where id = $1";
    sql.run(text, values![id, at]).await?;
    Ok(())
}

fn read_category(row: &Record) -> Result<Category, Fault> {
    Ok(Category {
        id: row.get("id")?,
        name: row.get("name")?,
    })
}

pub async fn categories(sql: &impl Sql) -> Result<Vec<Category>, Fault> {
    let text = "select * from template_categories order by lower(name), id";
    let rows = sql.rows(text, vec![]).await?;
    rows.iter().map(read_category).collect()
}

/// Adds a category. [`Fault::Taken`] when there is one of this name.
pub async fn add_category(sql: &impl Sql, category: &Category, at: Timestamp) -> Result<(), Fault> {
    let text = "insert into template_categories (id, name, created_at) values ($1, $2, $3)";
    sql.run(text, values![category.id, &category.name, at])
        .await?;
    Ok(())
}

/// Removes a category nothing is in; `false` when something is, or it is gone.
pub async fn remove_category(tx: &Tx, id: CategoryId) -> Result<bool, Fault> {
    let text = "select 1 as found from templates where category_id = $1 limit 1";
    if tx.row(text, values![id]).await?.is_some() {
        return Ok(false);
    }
    tx.run(
        "delete from pinned_categories where category_id = $1",
        values![id],
    )
    .await?;
    let text = "delete from template_categories where id = $1";
    Ok(tx.run(text, values![id]).await? == 1)
}

/// A user's pinned categories in their order.
pub async fn pinned(sql: &impl Sql, user: UserId) -> Result<Vec<Category>, Fault> {
    let text = "select template_categories.* from pinned_categories
                join template_categories on template_categories.id = pinned_categories.category_id
                where user_id = $1 order by place";
    let rows = sql.rows(text, values![user]).await?;
    rows.iter().map(read_category).collect()
}

/// Pins these categories, in this order, and no other.
pub async fn set_pinned(tx: &Tx, user: UserId, categories: &[CategoryId]) -> Result<(), Fault> {
    tx.run(
        "delete from pinned_categories where user_id = $1",
        values![user],
    )
    .await?;
    for (place, category) in (0_i64..).zip(categories) {
        let text = "insert into pinned_categories (user_id, category_id, place) values ($1, $2, $3)
                    on conflict (user_id, category_id) do nothing";
        tx.run(text, values![user, *category, place]).await?;
    }
    Ok(())
}
