//! Users.

use jiff::Timestamp;
use liaison_domain::access::{Role, User, UserState};
use liaison_domain::id::UserId;
use liaison_domain::{EmailAddress, Language};

use crate::sql::{Fault, Record, Sql, Value};
use crate::values;

pub(super) const COLUMNS: &str = "users.id, email, first_name, last_name, role, users.state, language, time_zone,
    password_hash is not null as has_password, password_rests_until, access_expires_at, users.created_at, activated_at";

pub(super) fn read(row: &Record) -> Result<User, Fault> {
    Ok(User {
        id: row.get("id")?,
        email: row.get("email")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        role: row.code("role", Role::from_code)?,
        decided: row.code("state", UserState::from_code)?,
        language: row.code("language", Language::from_code)?,
        time_zone: row.get("time_zone")?,
        has_password: row.get("has_password")?,
        password_rests_until: row.get("password_rests_until")?,
        access_expires_at: row.get("access_expires_at")?,
        created_at: row.get("created_at")?,
        activated_at: row.get("activated_at")?,
    })
}

async fn one(sql: &impl Sql, condition: &str, value: Value) -> Result<Option<User>, Fault> {
    let row = sql
        .row(
            &format!("select {COLUMNS} from users where {condition} = $1"),
            vec![value],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

pub async fn by_id(sql: &impl Sql, id: UserId) -> Result<Option<User>, Fault> {
    one(sql, "users.id", id.into()).await
}

pub async fn by_email(sql: &impl Sql, email: &EmailAddress) -> Result<Option<User>, Fault> {
    one(sql, "email", email.into()).await
}

/// Adds a user as handed in. [`Fault::Taken`] when the address is in use.
pub async fn add(sql: &impl Sql, user: &User) -> Result<(), Fault> {
    let text =
        "insert into users (id, email, first_name, last_name, role, state, language, time_zone,
                    access_expires_at, created_at, activated_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = values![
        user.id,
        &user.email,
        &user.first_name,
        &user.last_name,
        user.role.code(),
        user.decided.code(),
        user.language.code(),
        &user.time_zone,
        user.access_expires_at,
        user.created_at,
        user.activated_at,
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// What a list of users may be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Part of a name or an address.
    pub text: String,
    pub role: Option<Role>,
}

/// Users by name, at most `limit`, beginning after the one whose address is `after`.
pub async fn list(
    sql: &impl Sql,
    wanted: &Wanted,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<User>, Fault> {
    let text = format!(
        "select {COLUMNS} from users
         where ($1 = '' or lower(first_name || ' ' || last_name) like $2 escape '\\' or email like $2 escape '\\')
           and ($3 = '' or role = $3) and email > $4
         order by email limit $5"
    );
    let needle = wanted.text.trim().to_lowercase();
    let like = format!(
        "%{}%",
        needle
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_")
    );
    let role = wanted.role.map_or("", Role::code);
    let rows = sql
        .rows(
            &text,
            values![needle, like, role, after.unwrap_or(""), limit],
        )
        .await?;
    rows.iter().map(read).collect()
}

pub async fn count(sql: &impl Sql) -> Result<u64, Fault> {
    match sql.row("select count(*) as n from users", vec![]).await? {
        Some(row) => row.get("n"),
        None => Ok(0),
    }
}

/// Active admins besides this user.
pub async fn other_admins(sql: &impl Sql, id: UserId) -> Result<u64, Fault> {
    let text =
        "select count(*) as n from users where role = 'admin' and state = 'active' and id <> $1";
    match sql.row(text, values![id]).await? {
        Some(row) => row.get("n"),
        None => Ok(0),
    }
}

/// Takes hold of all admins' rows until the transaction ends, so that two of them leaving at once
/// see each other.
pub async fn hold_admins(sql: &impl Sql) -> Result<(), Fault> {
    sql.run("update users set role = role where role = 'admin'", vec![])
        .await?;
    Ok(())
}

/// Takes hold of a user's row until the transaction ends, so that two changes to what is theirs come
/// one after the other.
pub async fn hold(sql: &impl Sql, id: UserId) -> Result<(), Fault> {
    sql.run("update users set role = role where id = $1", values![id])
        .await?;
    Ok(())
}

/// Moves a user on from one decided state to another; `false` when they were not in it any more.
pub async fn move_on(
    sql: &impl Sql,
    id: UserId,
    from: UserState,
    to: UserState,
) -> Result<bool, Fault> {
    let text = "update users set state = $3 where id = $1 and state = $2";
    Ok(sql.run(text, values![id, from.code(), to.code()]).await? == 1)
}

pub async fn set_activated(sql: &impl Sql, id: UserId, at: Timestamp) -> Result<(), Fault> {
    sql.run(
        "update users set activated_at = coalesce(activated_at, $2) where id = $1",
        values![id, at],
    )
    .await?;
    Ok(())
}

pub async fn set_role(sql: &impl Sql, id: UserId, role: Role) -> Result<bool, Fault> {
    let text = "update users set role = $2 where id = $1 and role <> $2";
    Ok(sql.run(text, values![id, role.code()]).await? == 1)
}

/// What a user may change about themselves.
#[derive(Debug, Clone)]
pub struct Profile {
    pub first_name: String,
    pub last_name: String,
    pub language: Language,
    pub time_zone: String,
}

pub async fn set_profile(sql: &impl Sql, id: UserId, profile: &Profile) -> Result<(), Fault> {
    let text = "update users set first_name = $2, last_name = $3, language = $4, time_zone = $5 where id = $1";
    let values = values![
        id,
        &profile.first_name,
        &profile.last_name,
        profile.language.code(),
        &profile.time_zone
    ];
    sql.run(text, values).await?;
    Ok(())
}

pub async fn set_language(sql: &impl Sql, id: UserId, language: Language) -> Result<(), Fault> {
    sql.run(
        "update users set language = $2 where id = $1",
        values![id, language.code()],
    )
    .await?;
    Ok(())
}

pub async fn password_hash(sql: &impl Sql, id: UserId) -> Result<Option<String>, Fault> {
    let row = sql
        .row("select password_hash from users where id = $1", values![id])
        .await?;
    row.map_or(Ok(None), |r| r.get("password_hash"))
}

/// Sets a password and forgets the wrong tries.
pub async fn set_password(sql: &impl Sql, id: UserId, hash: &str) -> Result<(), Fault> {
    let text = "update users set password_hash = $2, wrong_passwords = 0, password_rests_until = null where id = $1";
    sql.run(text, values![id, hash]).await?;
    Ok(())
}

/// Counts a try unless the password rests; the tries since the last right one.
pub async fn count_try(sql: &impl Sql, id: UserId, now: Timestamp) -> Result<Option<u64>, Fault> {
    let text = "update users set wrong_passwords = wrong_passwords + 1
                where id = $1 and (password_rests_until is null or password_rests_until <= $2)
                returning wrong_passwords";
    sql.rows(text, values![id, now])
        .await?
        .first()
        .map(|row| row.get("wrong_passwords"))
        .transpose()
}

pub async fn rest_password(sql: &impl Sql, id: UserId, until: Timestamp) -> Result<(), Fault> {
    sql.run(
        "update users set password_rests_until = $2 where id = $1",
        values![id, until],
    )
    .await?;
    Ok(())
}

pub async fn forget_tries(sql: &impl Sql, id: UserId) -> Result<(), Fault> {
    sql.run(
        "update users set wrong_passwords = 0, password_rests_until = null where id = $1",
        values![id],
    )
    .await?;
    Ok(())
}
