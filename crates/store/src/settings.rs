//! Settings of the instance that an admin changes: a key and a value each.

use crate::sql::{Fault, Sql, Tx};
use crate::values;

/// Keys in use. One line each, so that nobody invents a second spelling.
pub mod key {
    /// `salesforce-only` or `all-methods`.
    pub const LOGIN_MODE: &str = "login-mode";
    /// The 18-character id of the instance's own Salesforce organisation.
    pub const ORGANISATION: &str = "salesforce-organisation";
    /// How many identities a user has at most.
    pub const IDENTITY_LIMIT: &str = "identities-per-user";
    /// Says nothing: whoever adds a person by hand holds its row.
    pub const ADDING_PEOPLE: &str = "adding-people";
    /// What the panel in Salesforce shows and offers, as JSON.
    pub const PANEL: &str = "panel";
    /// How many e-mails a user may send in a day.
    pub const DAILY_LIMIT: &str = "emails-per-day";
    /// `on` or `off`: whether opens and clicks are noticed; on when not set.
    pub const TRACKING: &str = "tracking";
    /// Where links and pixels in e-mails lead, without a slash at the end; the public URL when not set.
    pub const TRACKING_BASE: &str = "tracking-base";
    /// Last labels of mail domains nobody is tracked at, with blanks between: `de at`.
    pub const TRACKING_OFF_COUNTRIES: &str = "tracking-off-countries";
    /// `on` or `off`: whether e-mails end with a way to unsubscribe; on when not set.
    pub const UNSUBSCRIBE: &str = "unsubscribe-message";
    /// What stands there, as HTML; words of ours when not set.
    pub const UNSUBSCRIBE_TEXT: &str = "unsubscribe-text";
    /// The choices of "Sync settings", as JSON.
    pub const SALESFORCE_SYNC: &str = "salesforce-sync";
    /// With a user's id behind it: their own Email-to-Salesforce address.
    pub const SALESFORCE_BCC: &str = "salesforce-bcc:";
    /// Says nothing: whoever makes a first-run link holds its row.
    pub const SETUP_LINK: &str = "setup-link";
    /// Says nothing: whoever changes the team's server holds its row.
    pub const TEAM_SERVER: &str = "team-server";
    /// The outcomes and reasons of calls, as JSON.
    pub const CALL_CHOICES: &str = "call-choices";
}

pub async fn get(sql: &impl Sql, key: &str) -> Result<Option<String>, Fault> {
    let row = sql
        .row("select value from settings where key = $1", values![key])
        .await?;
    row.map(|r| r.get("value")).transpose()
}

pub async fn set(sql: &impl Sql, key: &str, value: &str) -> Result<(), Fault> {
    let text = "insert into settings (key, value) values ($1, $2)
                on conflict (key) do update set value = excluded.value";
    sql.run(text, values![key, value]).await?;
    Ok(())
}

/// Takes hold of a key's row until the transaction ends, so that two changes to what it stands for
/// come one after the other. A key that is not set is from then on, to an empty text.
pub async fn hold(tx: &Tx, key: &str) -> Result<(), Fault> {
    let text = "insert into settings (key, value) values ($1, '')
                on conflict (key) do update set value = settings.value";
    tx.run(text, values![key]).await?;
    Ok(())
}
