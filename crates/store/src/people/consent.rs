//! Addresses that are not written to, the ledger behind them, and blocked domains.

use jiff::Timestamp;
use liaison_domain::EmailAddress;
use liaison_domain::id::UserId;
use liaison_domain::people::{
    ConsentEvent, ConsentKind, ConsentSource, Suppression, SuppressionCause,
};

use crate::sql::{Fault, Record, Sql, Tx};
use crate::values;

fn read(row: &Record) -> Result<Suppression, Fault> {
    Ok(Suppression {
        address: row.get("address")?,
        cause: row.code("cause", SuppressionCause::from_code)?,
        since: row.get("since")?,
    })
}

/// Whether an address is not to be written to, and why.
pub async fn of_address(
    sql: &impl Sql,
    address: &EmailAddress,
) -> Result<Option<Suppression>, Fault> {
    let text = "select * from suppressions where address = $1";
    let row = sql.row(text, values![address]).await?;
    row.as_ref().map(read).transpose()
}

/// Those of the addresses that are not to be written to.
pub async fn among(sql: &impl Sql, addresses: &[EmailAddress]) -> Result<Vec<Suppression>, Fault> {
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=addresses.len()).map(|n| format!("${n}")).collect();
    let text = format!(
        "select * from suppressions where address in ({})",
        places.join(", ")
    );
    let values = addresses.iter().map(Into::into).collect();
    sql.rows(&text, values).await?.iter().map(read).collect()
}

/// Writes down that somebody does not want to be written to, or does again, and lets it hold from now on.
/// Unsubscribing weighs more than a bounce. `false` when it was so already: the ledger has its line all
/// the same.
pub async fn record(tx: &Tx, event: &ConsentEvent, cause: SuppressionCause) -> Result<bool, Fault> {
    let text = "insert into consent_events (id, address, person_id, at, kind, source, reason, actor_id, email_id)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = values![
        event.id,
        &event.address,
        event.person_id,
        event.at,
        event.kind.code(),
        event.source.code(),
        &event.reason,
        event.actor,
        event.email_id
    ];
    tx.run(text, values).await?;
    let touched = match event.kind {
        ConsentKind::Unsubscribed => {
            let text = "insert into suppressions (address, cause, since) values ($1, $2, $3)
                        on conflict (address) do update set cause = excluded.cause
                        where suppressions.cause <> excluded.cause and excluded.cause = 'unsubscribed'";
            tx.run(text, values![&event.address, cause.code(), event.at])
                .await?
        }
        ConsentKind::Resubscribed => {
            tx.run(
                "delete from suppressions where address = $1",
                values![&event.address],
            )
            .await?
        }
    };
    Ok(touched == 1)
}

/// The ledger of an address, the newest line first.
pub async fn history(sql: &impl Sql, address: &EmailAddress) -> Result<Vec<ConsentEvent>, Fault> {
    let text = "select * from consent_events where address = $1 order by at desc, id desc";
    let rows = sql.rows(text, values![address]).await?;
    rows.iter()
        .map(|row| {
            Ok(ConsentEvent {
                id: row.get("id")?,
                address: row.get("address")?,
                person_id: row.get("person_id")?,
                at: row.get("at")?,
                kind: row.code("kind", ConsentKind::from_code)?,
                source: row.code("source", ConsentSource::from_code)?,
                reason: row.get("reason")?,
                actor: row.get("actor_id")?,
                email_id: row.get("email_id")?,
            })
        })
        .collect()
}

/// A domain nobody is written to at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockedDomain {
    /// In lower case, without a scheme.
    pub domain: String,
    pub added_by: Option<UserId>,
    pub added_at: Timestamp,
}

/// Whether the domain of an address, or one it stands under, is blocked.
pub async fn is_blocked(sql: &impl Sql, address: &EmailAddress) -> Result<bool, Fault> {
    let mut domain = address.domain();
    loop {
        let text = "select 1 as found from blocked_domains where domain = $1";
        if sql.row(text, values![domain]).await?.is_some() {
            return Ok(true);
        }
        match domain.split_once('.') {
            Some((_, above)) if above.contains('.') => domain = above,
            _ => return Ok(false),
        }
    }
}

pub async fn blocked_domains(sql: &impl Sql) -> Result<Vec<BlockedDomain>, Fault> {
    let rows = sql
        .rows("select * from blocked_domains order by domain", vec![])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(BlockedDomain {
                domain: row.get("domain")?,
                added_by: row.get("added_by")?,
                added_at: row.get("added_at")?,
            })
        })
        .collect()
}

/// `false` when it was blocked already.
pub async fn block(sql: &impl Sql, domain: &BlockedDomain) -> Result<bool, Fault> {
    let text = "insert into blocked_domains (domain, added_by, added_at) values ($1, $2, $3)
                on conflict (domain) do nothing";
    let values = values![&domain.domain, domain.added_by, domain.added_at];
    Ok(sql.run(text, values).await? == 1)
}

pub async fn unblock(sql: &impl Sql, domain: &str) -> Result<bool, Fault> {
    let text = "delete from blocked_domains where domain = $1";
    Ok(sql.run(text, values![domain]).await? == 1)
}
