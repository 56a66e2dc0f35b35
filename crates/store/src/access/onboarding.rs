//! Which steps of the wizard a user has done.

use jiff::Timestamp;
use liaison_domain::access::{Onboarding, Step};
use liaison_domain::id::UserId;

use crate::sql::{Fault, Sql};
use crate::values;

pub async fn of_user(sql: &impl Sql, user: UserId) -> Result<Onboarding, Fault> {
    let mut wizard = Onboarding::default();
    for row in sql
        .rows(
            "select step, done_at from onboarding_steps where user_id = $1",
            values![user],
        )
        .await?
    {
        wizard.complete(row.code("step", Step::from_code)?, row.get("done_at")?);
    }
    Ok(wizard)
}

/// Marks a step as done; doing it twice keeps the first time.
pub async fn complete(
    sql: &impl Sql,
    user: UserId,
    step: Step,
    at: Timestamp,
) -> Result<(), Fault> {
    let text = "insert into onboarding_steps (user_id, step, done_at) values ($1, $2, $3) on conflict do nothing";
    sql.run(text, values![user, step.code(), at]).await?;
    Ok(())
}
