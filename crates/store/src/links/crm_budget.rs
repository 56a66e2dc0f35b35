//! Calls to Salesforce, day by day.

use crate::sql::{Fault, Sql};
use crate::values;

/// A day in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Day {
    /// Calls of ours.
    pub calls: u64,
    /// Calls of everybody in the last 24 hours and how many there may be, as Salesforce last said.
    pub used: Option<u64>,
    pub allowed: Option<u64>,
}

/// `day` is `2026-11-20`.
pub async fn of_day(sql: &impl Sql, day: &str) -> Result<Day, Fault> {
    let text = "select calls, used, allowed from crm_budget where day = $1";
    let Some(row) = sql.row(text, values![day]).await? else {
        return Ok(Day::default());
    };
    let number = |column| -> Result<Option<u64>, Fault> {
        let number: Option<i64> = row.get(column)?;
        Ok(number.and_then(|n| u64::try_from(n).ok()))
    };
    Ok(Day {
        calls: row.get("calls")?,
        used: number("used")?,
        allowed: number("allowed")?,
    })
}

/// What Salesforce last said it allows, on whatever day that was.
pub async fn allowed(sql: &impl Sql) -> Result<Option<u64>, Fault> {
    let text = "select allowed from crm_budget where allowed is not null order by day desc limit 1";
    match sql.row(text, vec![]).await? {
        Some(row) => row.get("allowed").map(Some),
        None => Ok(None),
    }
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Takes one call of the day, if there is one left below `cap`: atomically, over all processes.
pub async fn take(sql: &impl Sql, day: &str, cap: u64) -> Result<bool, Fault> {
    let text = "insert into crm_budget (day, calls) values ($1, 0) on conflict (day) do nothing";
    sql.run(text, values![day]).await?;
    let text = "update crm_budget set calls = calls + 1
                where day = $1 and calls < $2 and (used is null or allowed is null or used < allowed)";
    Ok(sql.run(text, values![day, whole(cap)]).await? == 1)
}

/// Adds calls that were made without asking, and what Salesforce said about all calls.
pub async fn note(
    sql: &impl Sql,
    day: &str,
    calls: u64,
    usage: Option<(u64, u64)>,
) -> Result<(), Fault> {
    let text = "insert into crm_budget (day, calls, used, allowed) values ($1, $2, $3, $4)
                on conflict (day) do update set calls = crm_budget.calls + excluded.calls,
                    used = coalesce(excluded.used, crm_budget.used),
                    allowed = coalesce(excluded.allowed, crm_budget.allowed)";
    let (used, allowed) = usage.map_or((None, None), |(used, allowed)| {
        (Some(whole(used)), Some(whole(allowed)))
    });
    sql.run(text, values![day, whole(calls), used, allowed])
        .await?;
    Ok(())
}
