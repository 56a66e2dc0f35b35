//! User management.

use askama::Template;
use axum::extract::Path;
use liaison_domain::Refusal;
use liaison_domain::access::{Role, UserState};
use liaison_domain::id::UserId;
use liaison_engine::access::users as acts;
use liaison_store::access::{teams, users};
use serde::Deserialize;

use crate::dates;
use crate::forms::{Form, Query};
use crate::page::{Page, initials};
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Admin;

const PAGE_SIZE: i64 = 50;

#[derive(Template)]
#[template(path = "access/users.html")]
struct UsersPage {
    page: Page,
    rows: Vec<Row>,
    query: Wanted,
    total: u64,
    /// The address to go on after, when there are more.
    more: Option<String>,
}

struct Row {
    id: String,
    name: String,
    email: String,
    initials: String,
    role: Role,
    state: UserState,
    tone: &'static str,
    teams: String,
    since: String,
    is_me: bool,
}

#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    after: String,
}

impl UsersPage {
    fn roles(&self) -> [Role; 2] {
        Role::ALL
    }
}

pub(crate) async fn list(admin: Admin, Query(query): Query<Wanted>) -> Answer {
    let engine = &admin.visitor.app.engine;
    let (t, now) = (admin.t(), engine.clock.now());
    let wanted = users::Wanted {
        text: query.q.clone(),
        role: Role::from_code(&query.role),
    };
    let mut found = users::list(&engine.db, &wanted, Some(&query.after), PAGE_SIZE + 1).await?;
    let has_more = found.len() > usize::try_from(PAGE_SIZE).unwrap_or_default();
    if has_more {
        found.pop();
    }
    let more = found
        .last()
        .filter(|_| has_more)
        .map(|user| user.email.to_string());
    let mut rows = Vec::new();
    for user in found {
        let state = user.state(now);
        rows.push(Row {
            id: user.id.to_string(),
            name: user.display_name(),
            email: user.email.to_string(),
            initials: initials(&user),
            role: user.role,
            state,
            tone: match state {
                UserState::Active => "ok",
                UserState::Invited => "wait",
                UserState::Locked | UserState::Expired => "warn",
                UserState::Deactivated => "off",
            },
            teams: teams::names_of(&engine.db, user.id).await?.join(", "),
            since: user
                .activated_at
                .map(|at| dates::day(t, at, &admin.user.time_zone))
                .unwrap_or_default(),
            is_me: user.id == admin.user.id,
        });
    }
    let view = if rows.is_empty() {
        "users:nobody-found"
    } else {
        "users:list"
    };
    let total = users::count(&engine.db).await?;
    Ok(html(&UsersPage {
        page: Page::at(&admin, "users", view),
        rows,
        query,
        total,
        more,
    }))
}

#[derive(Deserialize)]
pub(crate) struct RoleForm {
    role: String,
}

fn id_of(text: &str) -> Result<UserId, Trouble> {
    text.parse().map_err(|_| Refusal::NotFound.into())
}

pub(crate) async fn set_role(
    admin: Admin,
    Path(id): Path<String>,
    Form(form): Form<RoleForm>,
) -> Answer {
    let role = Role::from_code(&form.role).ok_or(Refusal::BadForm)?;
    acts::set_role(&admin.visitor.app.engine, admin.actor(), id_of(&id)?, role).await?;
    Ok(go_saying(&admin.visitor, "/settings/users", "role-changed"))
}

pub(crate) async fn deactivate(admin: Admin, Path(id): Path<String>) -> Answer {
    acts::deactivate(&admin.visitor.app.engine, admin.actor(), id_of(&id)?).await?;
    Ok(go_saying(&admin.visitor, "/settings/users", "deactivated"))
}

pub(crate) async fn reactivate(admin: Admin, Path(id): Path<String>) -> Answer {
    acts::reactivate(&admin.visitor.app.engine, admin.actor(), id_of(&id)?).await?;
    Ok(go_saying(&admin.visitor, "/settings/users", "reactivated"))
}

pub(crate) async fn unlock(admin: Admin, Path(id): Path<String>) -> Answer {
    acts::unlock(&admin.visitor.app.engine, admin.actor(), id_of(&id)?).await?;
    Ok(go_saying(&admin.visitor, "/settings/users", "unlocked"))
}
