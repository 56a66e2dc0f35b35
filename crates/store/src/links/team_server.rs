//! The team's server, of which there is one at most, and who sends by it.

use jiff::Timestamp;
use liaison_domain::Refusal;
use liaison_domain::id::MailboxId;
use liaison_domain::links::TeamServer;
use liaison_domain::links::servers::{Security, Server};
use liaison_domain::links::team_server::Senders;

use super::mailboxes::{read_problem, write_problem};
use crate::sql::{Fault, Record, Sql, Tx};
use crate::values;

fn read(row: &Record) -> Result<TeamServer, Fault> {
    let senders: String = row.get("senders")?;
    Ok(TeamServer {
        id: row.get("id")?,
        server: Server {
            host: row.get("host")?,
            port: row.get("port")?,
            security: row.code("security", Security::from_code)?,
        },
        username: row.get("username")?,
        senders: Senders::kept(&senders),
        problem: read_problem(row)?,
        changed_at: row.get("changed_at")?,
    })
}

pub async fn get(sql: &impl Sql) -> Result<Option<TeamServer>, Fault> {
    let row = sql.row("select * from team_server limit 1", vec![]).await?;
    row.as_ref().map(read).transpose()
}

pub async fn by_id(sql: &impl Sql, id: MailboxId) -> Result<Option<TeamServer>, Fault> {
    let row = sql
        .row("select * from team_server where id = $1", values![id])
        .await?;
    row.as_ref().map(read).transpose()
}

/// The sealed password; `None` where the server asks for no sign-in.
pub async fn password(sql: &impl Sql, id: MailboxId) -> Result<Option<Vec<u8>>, Fault> {
    let text = "select password_sealed from team_server where id = $1";
    let row = sql.row(text, values![id]).await?;
    row.map_or(Ok(None), |row| row.get("password_sealed"))
}

/// Takes the place of the one before.
pub async fn save(tx: &Tx, team: &TeamServer, password: Option<Vec<u8>>) -> Result<(), Fault> {
    tx.run("delete from team_server", vec![]).await?;
    let text = "insert into team_server (id, host, port, security, username, password_sealed, senders, problem,
                    changed_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = values![
        team.id,
        &team.server.host,
        team.server.port,
        team.server.security.code(),
        &team.username,
        password,
        team.senders.as_text(),
        write_problem(team.problem.as_ref()),
        team.changed_at
    ];
    tx.run(text, values).await?;
    Ok(())
}

/// What the last mail has shown.
pub async fn set_problem(
    sql: &impl Sql,
    id: MailboxId,
    problem: Option<&Refusal>,
) -> Result<(), Fault> {
    let text = "update team_server set problem = $2 where id = $1";
    sql.run(text, values![id, write_problem(problem)]).await?;
    Ok(())
}

/// Whoever has it open looks again what it is.
pub async fn touch(tx: &Tx, now: Timestamp) -> Result<(), Fault> {
    tx.run("update team_server set changed_at = $1", values![now])
        .await?;
    Ok(())
}

pub async fn remove(tx: &Tx, id: MailboxId) -> Result<bool, Fault> {
    let text = "delete from team_server where id = $1";
    Ok(tx.run(text, values![id]).await? == 1)
}

/// How many e-mails wait to leave by it.
pub async fn waiting(sql: &impl Sql, id: MailboxId) -> Result<i64, Fault> {
    let text = "select count(*) as n from sends
                where mailbox_id = $1 and state in ('planned', 'claimed', 'intent') and purpose = 'email'";
    let row = sql.row(text, values![id]).await?;
    row.map_or(Ok(0), |row| row.get("n"))
}
