//! Teams and who is in them.

use liaison_domain::access::Team;
use liaison_domain::id::{TeamId, UserId};

use crate::sql::{Fault, Record, Sql};
use crate::values;

fn read(row: &Record) -> Result<Team, Fault> {
    Ok(Team {
        id: row.get("id")?,
        name: row.get("name")?,
        is_everyone: row.get("is_everyone")?,
        members: row.get("members")?,
    })
}

/// All teams, Everyone first, then by name.
pub async fn list(sql: &impl Sql) -> Result<Vec<Team>, Fault> {
    let text = "select id, name, is_everyone,
                    (select count(*) from team_members m where m.team_id = teams.id) as members
                from teams order by is_everyone desc, name";
    sql.rows(text, vec![]).await?.iter().map(read).collect()
}

pub async fn everyone(sql: &impl Sql) -> Result<Option<TeamId>, Fault> {
    let row = sql
        .row("select id from teams where is_everyone", vec![])
        .await?;
    row.map(|r| r.get("id")).transpose()
}

pub async fn add(sql: &impl Sql, id: TeamId, name: &str, is_everyone: bool) -> Result<(), Fault> {
    sql.run(
        "insert into teams (id, name, is_everyone) values ($1, $2, $3)",
        values![id, name, is_everyone],
    )
    .await?;
    Ok(())
}

/// Adds a member; being one already is fine.
pub async fn add_member(sql: &impl Sql, team: TeamId, user: UserId) -> Result<(), Fault> {
    let text = "insert into team_members (team_id, user_id, is_team_admin) values ($1, $2, false) on conflict do nothing";
    sql.run(text, values![team, user]).await?;
    Ok(())
}

/// The names of a user's teams besides Everyone.
pub async fn names_of(sql: &impl Sql, user: UserId) -> Result<Vec<String>, Fault> {
    let text = "select name from teams join team_members on team_id = teams.id
                where user_id = $1 and not is_everyone order by name";
    sql.rows(text, values![user])
        .await?
        .iter()
        .map(|r| r.get("name"))
        .collect()
}
