//! Who runs in a campaign, and who did.

use jiff::Timestamp;
use liaison_domain::EmailAddress;
use liaison_domain::id::{CampaignId, MemberId, PersonId};
use liaison_domain::work::{EndReason, Member};

use crate::sql::{Fault, Record, Sql, Tx};
use crate::values;

fn read(row: &Record) -> Result<Member, Fault> {
    let reason: Option<String> = row.get("ended_reason")?;
    Ok(Member {
        id: row.get("id")?,
        campaign_id: row.get("campaign_id")?,
        person_id: row.get("person_id")?,
        user_id: row.get("user_id")?,
        identity_id: row.get("identity_id")?,
        time_zone: row.get("time_zone")?,
        state: row.get("state")?,
        step_id: row.get("step_id")?,
        due_at: row.get("due_at")?,
        started_at: row.get("started_at")?,
        ended_at: row.get("ended_at")?,
        ended_reason: reason.as_deref().and_then(EndReason::from_code),
        ended_by: row.get("ended_by")?,
        is_success: row.get("is_success")?,
    })
}

pub async fn by_id(sql: &impl Sql, id: MemberId) -> Result<Option<Member>, Fault> {
    let text = "select * from campaign_members where id = $1";
    let row = sql.row(text, values![id]).await?;
    row.as_ref().map(read).transpose()
}

/// Takes hold of a member until the transaction ends, and reads it as it then is.
pub async fn hold(tx: &Tx, id: MemberId) -> Result<Option<Member>, Fault> {
    let text = "update campaign_members set state = state where id = $1 returning *";
    let row = tx.row(text, values![id]).await?;
    row.as_ref().map(read).transpose()
}

/// Takes hold of a member that is due until the transaction ends; `None` when another worker was quicker.
pub async fn hold_due(tx: &Tx, id: MemberId, now: Timestamp) -> Result<Option<Member>, Fault> {
    let text = "update campaign_members set state = state
                where id = $1 and due_at <= $2 and state in ('queued', 'active', 'waiting-task')
                returning *";
    let row = tx.row(text, values![id, now]).await?;
    row.as_ref().map(read).transpose()
}

/// Those that are due, the longest waiting first.
pub async fn due(sql: &impl Sql, now: Timestamp, limit: i64) -> Result<Vec<MemberId>, Fault> {
    let text = "select id from campaign_members
                where state in ('queued', 'active', 'waiting-task') and due_at <= $1
                order by due_at, id limit $2";
    let rows = sql.rows(text, values![now, limit]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Looks at a member again at this time.
pub async fn look_at(sql: &impl Sql, id: MemberId, at: Timestamp) -> Result<(), Fault> {
    let text = "update campaign_members set due_at = $2 where id = $1";
    sql.run(text, values![id, at]).await?;
    Ok(())
}

/// Adds a member or writes the one with this id as it now is.
pub async fn save(sql: &impl Sql, member: &Member) -> Result<(), Fault> {
    let text = "insert into campaign_members (id, campaign_id, person_id, user_id, identity_id, time_zone, state,
                    step_id, due_at, started_at, ended_at, ended_reason, ended_by, is_success)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                on conflict (id) do update set state = excluded.state, step_id = excluded.step_id,
                    due_at = excluded.due_at, ended_at = excluded.ended_at,
                    ended_reason = excluded.ended_reason, ended_by = excluded.ended_by,
                    is_success = excluded.is_success";
    let values = values![
        member.id,
        member.campaign_id,
        member.person_id,
        member.user_id,
        member.identity_id,
        &member.time_zone,
        &member.state,
        member.step_id,
        member.due_at,
        member.started_at,
        member.ended_at,
        member.ended_reason.map(EndReason::code),
        member.ended_by,
        member.is_success
    ];
    sql.run(text, values).await?;
    Ok(())
}

pub async fn runs_in(
    sql: &impl Sql,
    campaign: CampaignId,
    person: PersonId,
) -> Result<bool, Fault> {
    let text = "select 1 as found from campaign_members
                where campaign_id = $1 and person_id = $2 and state not in ('completed', 'ended') limit 1";
    Ok(sql.row(text, values![campaign, person]).await?.is_some())
}

pub async fn running(sql: &impl Sql, campaign: CampaignId) -> Result<u64, Fault> {
    let text = "select count(*) as n from campaign_members
                where campaign_id = $1 and state not in ('completed', 'ended')";
    let row = sql.row(text, values![campaign]).await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Everybody in a campaign, those who run first, the newest first.
pub async fn of_campaign(
    sql: &impl Sql,
    campaign: CampaignId,
    skip: i64,
    limit: i64,
) -> Result<Vec<Member>, Fault> {
    let text = "select * from campaign_members where campaign_id = $1
                order by state in ('completed', 'ended'), started_at desc, id desc limit $2 offset $3";
    sql.rows(text, values![campaign, limit, skip])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// A person's ways through campaigns, the newest first.
pub async fn of_person(sql: &impl Sql, person: PersonId, limit: i64) -> Result<Vec<Member>, Fault> {
    let text = "select * from campaign_members where person_id = $1
                order by started_at desc, id desc limit $2";
    sql.rows(text, values![person, limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The ways under way of everybody with this address.
pub async fn running_with_address(
    sql: &impl Sql,
    address: &EmailAddress,
) -> Result<Vec<MemberId>, Fault> {
    let text = "select campaign_members.id from campaign_members
                join people on people.id = campaign_members.person_id
                where people.email = $1 and state not in ('completed', 'ended') order by campaign_members.id";
    let rows = sql.rows(text, values![address]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}
