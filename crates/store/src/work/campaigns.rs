//! Sales campaigns.

use jiff::Timestamp;
use liaison_domain::id::{CampaignId, UserId};
use liaison_domain::work::campaign::{OnOutOfOffice, OnReply};
use liaison_domain::work::{KeptCampaign, Settings};

use crate::sql::{Fault, Record, Sql, Tx, like};
use crate::values;

pub(super) fn read(row: &Record) -> Result<KeptCampaign, Fault> {
    let on_reply = match (row.get("end_on_reply")?, row.get("success_on_reply")?) {
        (_, true) => OnReply::EndAsSuccess,
        (true, false) => OnReply::End,
        (false, false) => OnReply::GoOn,
    };
    Ok(KeptCampaign {
        id: row.get("id")?,
        owner_id: row.get("owner_id")?,
        name: row.get("name")?,
        category: row.get("category")?,
        settings: Settings {
            skip_weekends: row.get("skip_weekends")?,
            end_on_bounce: row.get("remove_on_bounce")?,
            on_reply,
            on_out_of_office: OnOutOfOffice::Ignore,
        },
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        archived_at: row.get("archived_at")?,
    })
}

pub async fn by_id(sql: &impl Sql, id: CampaignId) -> Result<Option<KeptCampaign>, Fault> {
    let row = sql
        .row("select * from campaigns where id = $1", values![id])
        .await?;
    row.as_ref().map(read).transpose()
}

/// Takes hold of a campaign until the transaction ends: changes to its steps and launches come one after
/// the other.
pub async fn hold(tx: &Tx, id: CampaignId) -> Result<Option<KeptCampaign>, Fault> {
    let text = "update campaigns set name = name where id = $1 returning *";
    let row = tx.row(text, values![id]).await?;
    row.as_ref().map(read).transpose()
}

/// Adds a campaign or writes the one with this id as it now is.
pub async fn save(sql: &impl Sql, campaign: &KeptCampaign) -> Result<(), Fault> {
    let text = "insert into campaigns (id, owner_id, name, category, skip_weekends, remove_on_bounce,
                    end_on_reply, success_on_reply, created_at, updated_at, archived_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                on conflict (id) do update set name = excluded.name, category = excluded.category,
                    skip_weekends = excluded.skip_weekends, remove_on_bounce = excluded.remove_on_bounce,
                    end_on_reply = excluded.end_on_reply, success_on_reply = excluded.success_on_reply,
                    updated_at = excluded.updated_at, archived_at = excluded.archived_at";
    let settings = &campaign.settings;
    let values = values![
        campaign.id,
        campaign.owner_id,
        &campaign.name,
        &campaign.category,
        settings.skip_weekends,
        settings.end_on_bounce,
        settings.on_reply != OnReply::GoOn,
        settings.on_reply == OnReply::EndAsSuccess,
        campaign.created_at,
        campaign.updated_at,
        campaign.archived_at
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// What the list of campaigns may be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Part of a name.
    pub text: String,
    pub category: Option<String>,
    pub owner: Option<UserId>,
}

/// A campaign in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub campaign: KeptCampaign,
    pub steps: u64,
    pub running: u64,
    pub over: u64,
}

/// Campaigns by name, those in the archive left out.
pub async fn list(
    sql: &impl Sql,
    wanted: &Wanted,
    skip: i64,
    limit: i64,
) -> Result<Vec<Listed>, Fault> {
    let mut text = String::from(
        "select campaigns.*,
             (select count(*) from campaign_steps where campaign_id = campaigns.id) as steps,
             (select count(*) from campaign_members where campaign_id = campaigns.id
                  and state not in ('completed', 'ended')) as running,
             (select count(*) from campaign_members where campaign_id = campaigns.id
                  and state in ('completed', 'ended')) as over
         from campaigns where archived_at is null",
    );
    let mut values = values![limit, skip];
    if !wanted.text.trim().is_empty() {
        values.push(like(wanted.text.trim()).into());
        text.push_str(&format!(
            " and lower(name) like ${} escape '\\'",
            values.len()
        ));
    }
    if let Some(category) = &wanted.category {
        values.push(category.into());
        text.push_str(&format!(" and category = ${}", values.len()));
    }
    if let Some(owner) = wanted.owner {
        values.push(owner.into());
        text.push_str(&format!(" and owner_id = ${}", values.len()));
    }
    text.push_str(" order by lower(name), id limit $1 offset $2");
    sql.rows(&text, values)
        .await?
        .iter()
        .map(|row| {
            Ok(Listed {
                campaign: read(row)?,
                steps: row.get("steps")?,
                running: row.get("running")?,
                over: row.get("over")?,
            })
        })
        .collect()
}

/// The categories in use, by name.
pub async fn categories(sql: &impl Sql) -> Result<Vec<String>, Fault> {
    let text = "select distinct category from campaigns
                where archived_at is null and category <> '' order by category";
    let rows = sql.rows(text, vec![]).await?;
    rows.iter().map(|row| row.get("category")).collect()
}

/// How many launches a user has made since then. All people of one launch share its moment.
pub async fn launches_since(sql: &impl Sql, user: UserId, since: Timestamp) -> Result<i64, Fault> {
    let text = "select count(distinct at) as n from events
                where user_id = $1 and kind = 'campaign-started' and at >= $2";
    let row = sql.row(text, values![user, since]).await?;
    row.map_or(Ok(0), |row| row.get("n"))
}
