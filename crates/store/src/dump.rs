//! Everything that is kept, row by row, without regard to the engine: for backups and for moving
//! from SQLite to PostgreSQL.
//!
//! [`TABLES`] is the catalogue; a test compares it with what the migrations made.

use uuid::Uuid;

use crate::sql::{Fault, Sql, Value};

/// The form of the rows: the number of the newest migration.
pub const FORM: u64 = 8;

/// What a column holds. SQLite alone could not tell an id from bytes, or a boolean from a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Bool,
    Int,
    Text,
    Bytes,
    Id,
}

/// A table and its columns.
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [(&'static str, Kind)],
    /// The columns of its primary key: the order of its rows.
    pub key: &'static [&'static str],
}

macro_rules! tables {
    ($($name:ident($($key:ident),+) { $($column:ident: $kind:ident),+ $(,)? })+) => {
        /// Every table, each after those it refers to.
        pub const TABLES: &[Table] = &[$(Table {
            name: stringify!($name),
            columns: &[$((stringify!($column), Kind::$kind)),+],
            key: &[$(stringify!($key)),+],
        }),+];
    };
}

tables! {
    settings(key) { key: Text, value: Text }
    users(id) {
        id: Id, email: Text, first_name: Text, last_name: Text, role: Text, state: Text, language: Text,
        time_zone: Text, password_hash: Text, wrong_passwords: Int, password_rests_until: Int,
        access_expires_at: Int, created_at: Int, activated_at: Int,
    }
    teams(id) { id: Id, name: Text, is_everyone: Bool }
    team_members(team_id, user_id) { team_id: Id, user_id: Id, is_team_admin: Bool }
    invitations(id) {
        id: Id, user_id: Id, team_id: Id, token_hash: Bytes, state: Text, invited_by: Id, sent_at: Int,
        expires_at: Int, delivery: Text, delivery_detail: Text,
    }
    setup_links(token_hash) { token_hash: Bytes, expires_at: Int, used_at: Int }
    password_resets(token_hash) { token_hash: Bytes, user_id: Id, expires_at: Int, used_at: Int }
    sessions(id) {
        id: Id, token_hash: Bytes, user_id: Id, method: Text, user_agent: Text, created_at: Int, last_seen_at: Int,
    }
    onboarding_steps(user_id, step) { user_id: Id, step: Text, done_at: Int }
    audit_log(id) { id: Id, at: Int, actor_id: Id, action: Text, target: Text, details: Text }
    connection_apps(provider) { provider: Text, client_id: Text, secret_sealed: Bytes, login_host: Text }
    oauth_attempts(id) {
        id: Id, state_hash: Bytes, browser_hash: Bytes, purpose: Text, invitation_id: Id, user_id: Id,
        verifier_sealed: Bytes, expires_at: Int,
    }
    salesforce_connections(id) {
        id: Id, user_id: Id, organisation_id: Text, salesforce_user_id: Text, username: Text,
        instance_url: Text, identity_url: Text, access_sealed: Bytes, refresh_sealed: Bytes, version: Int,
        refreshing_until: Int, health: Text, connected_at: Int, last_ok_at: Int,
    }
    mailboxes(id) {
        id: Id, user_id: Id, address: Text, sent_folder: Text, health: Text, connected_at: Int,
        last_checked_at: Int, kind: Text, outside_id: Text, access_sealed: Bytes, refresh_sealed: Bytes,
        version: Int, refreshing_until: Int, sending: Text, replies: Text, problem: Text,
    }
    mailbox_servers(mailbox_id) {
        mailbox_id: Id, username: Text, imap_host: Text, imap_port: Int, imap_security: Text, smtp_host: Text,
        smtp_port: Int, smtp_security: Text, password_sealed: Bytes,
    }
    sends(id) {
        id: Id, user_id: Id, mailbox_id: Id, purpose: Text, state: Text, fence: Int, recipient: Text,
        message_id: Text, mime: Bytes, provider_id: Text, problem: Text, created_at: Int, changed_at: Int,
        sender: Text,
    }
    identities(id) {
        id: Id, user_id: Id, name: Text, address: Text, is_default: Bool, signature: Text, verified_at: Int,
        link_hash: Bytes, link_sent_at: Int, channel: Text,
    }
    confirmation_mails(user_id, address) { user_id: Id, address: Text, sent_at: Int }
    companies(id) {
        id: Text, name: Text, owner: Text, website: Text, phone: Text, seen_at: Int,
    }
    opportunities(id) {
        id: Text, name: Text, stage: Text, company_id: Text, owner: Text, close_date: Text, is_closed: Bool,
        seen_at: Int,
    }
    people(id) {
        id: Id, first_name: Text, last_name: Text, email: Text, title: Text, company: Text, phone: Text,
        website: Text, lead_id: Text, contact_id: Text, company_id: Text, owner: Text, source: Text,
        added_by: Id, opted_out_in_crm: Bool, created_at: Int, updated_at: Int, seen_at: Int,
    }
    people_words(person_id, word) { person_id: Id, word: Bytes }
    opportunity_people(opportunity_id, person_id) { opportunity_id: Text, person_id: Id, role: Text }
    person_fields(person_id, name) { person_id: Id, name: Text, value: Text }
    suppressions(address) { address: Text, cause: Text, since: Int }
    consent_events(id) {
        id: Id, address: Text, person_id: Id, at: Int, kind: Text, source: Text, reason: Text, actor_id: Id,
        email_id: Id,
    }
    blocked_domains(domain) { domain: Text, added_by: Id, added_at: Int }
    instance_keys(name) { name: Text, secret_sealed: Bytes, made_at: Int }
    panel_proofs(proof_hash) { proof_hash: Bytes, until: Int }
    panel_records(session_id, record_id) { session_id: Id, record_id: Text }
    crm_sights(user_id, record_id) {
        user_id: Id, record_id: Text, seen_at: Int, asked_at: Int, has_more: Bool,
    }
    template_categories(id) { id: Id, name: Text, created_at: Int }
    templates(id) {
        id: Id, owner_id: Id, category_id: Id, name: Text, subject: Text, body: Text, is_shared: Bool,
        is_non_commercial: Bool, created_at: Int, updated_at: Int, last_used_at: Int, archived_at: Int,
    }
    pinned_categories(user_id, category_id) { user_id: Id, category_id: Id, place: Int }
    files(id) {
        id: Id, owner_id: Id, name: Text, media_type: Text, size: Int, content: Bytes, added_at: Int,
    }
    email_batches(id) {
        id: Id, owner_id: Id, name: Text, created_at: Int, updated_at: Int, draft: Text, left_out: Text,
    }
    emails(id) {
        id: Id, owner_id: Id, person_id: Id, identity_id: Id, batch_id: Id, template_id: Id, member_id: Id,
        step_id: Id, follows_id: Id, state: Text, recipient: Text, cc: Text, bcc: Text, subject: Text,
        body: Text, is_non_commercial: Bool, sent_subject: Text, sent_body: Text, send_id: Id,
        message_id: Text, created_at: Int, updated_at: Int, scheduled_at: Int, time_zone: Text,
        sent_at: Int, failed_at: Int, problem: Text, archived_at: Int, is_success: Bool, opens: Int,
        clicks: Int, replies: Int, last_event_at: Int,
    }
    email_files(email_id, file_id) { email_id: Id, file_id: Id, place: Int }
    mailbox_paces(mailbox_id) { mailbox_id: Id, next_at: Int, day: Text, sent: Int, paused_until: Int }
    mailbox_watches(mailbox_id) { mailbox_id: Id, position: Text, looked_at: Int, sent_at: Int, failures: Int }
    inbound_messages(user_id, message_id) { user_id: Id, message_id: Text, handled_at: Int }
    campaigns(id) {
        id: Id, owner_id: Id, name: Text, category: Text, skip_weekends: Bool, remove_on_bounce: Bool,
        end_on_reply: Bool, success_on_reply: Bool, created_at: Int, updated_at: Int, archived_at: Int,
    }
    campaign_steps(id) {
        id: Id, campaign_id: Id, day: Int, place: Int, kind: Text, name: Text, subject: Text, body: Text,
        template_id: Id, timing: Text, at_minute: Int, is_follow_up: Bool, notes: Text,
    }
    campaign_members(id) {
        id: Id, campaign_id: Id, person_id: Id, user_id: Id, identity_id: Id, time_zone: Text, state: Text,
        step_id: Id, due_at: Int, started_at: Int, ended_at: Int, ended_reason: Text, ended_by: Id,
        is_success: Bool,
    }
    campaign_step_runs(member_id, step_id) {
        member_id: Id, step_id: Id, planned_at: Int, email_id: Id, task_id: Id, done_at: Int,
    }
    tasks(id) {
        id: Id, user_id: Id, made_by: Id, person_id: Id, kind: Text, name: Text, details: Text,
        due_on: Text, remind_at: Int, priority: Text, state: Text, origin: Text, email_id: Id,
        member_id: Id, step_id: Id, salesforce_id: Text, salesforce_changed_at: Int, created_at: Int,
        updated_at: Int, completed_at: Int, deleted_at: Int,
    }
    calls(id) {
        id: Id, user_id: Id, person_id: Id, task_id: Id, member_id: Id, number: Text, outcome: Text,
        reason: Text, notes: Text, seconds: Int, state: Text, called_at: Int,
    }
    events(seq) {
        seq: Int, at: Int, kind: Text, user_id: Id, person_id: Id, email_id: Id, task_id: Id, machine: Int,
        detail: Text,
    }
    event_counter(id) { id: Int, last: Int }
    feed_looks(user_id) { user_id: Id, seq: Int }
    untracked(address) { address: Text }
    crm_writes(id) {
        id: Id, user_id: Id, person_id: Id, kind: Text, subject_id: Id, object: Text, record_id: Text,
        operation: Text, fields: Text, state: Text, code: Text, message: Text, tries: Int, due_at: Int,
        created_at: Int, changed_at: Int,
    }
    crm_tasks(subject_id, salesforce_id) {
        subject_id: Id, salesforce_id: Text, user_id: Id, record_id: Text, written: Text, written_at: Int,
    }
    crm_describes(user_id, object) { user_id: Id, object: Text, content: Text, seen_at: Int }
    crm_budget(day) { day: Text, calls: Int, used: Int, allowed: Int }
    crm_cursors(name) { name: Text, position: Text, looked_at: Int }
    team_server(id) {
        id: Id, host: Text, port: Int, security: Text, username: Text, password_sealed: Bytes, senders: Text,
        problem: Text, changed_at: Int,
    }
    team_paces(user_id) { user_id: Id, next_at: Int, day: Text, sent: Int }
    dkim_keys(id) {
        id: Id, domain: Text, selector: Text, state: Text, rsa_sealed: Bytes, rsa: Text,
        ed25519_sealed: Bytes, ed25519: Text, made_at: Int,
    }
    jobs(id) {
        id: Id, kind: Text, lane: Text, payload_sealed: Bytes, state: Text, run_at: Int, attempts: Int,
        fence: Int, lease_until: Int, last_error: Text, created_at: Int,
    }
}

/// A row: one value per column of its table, in the table's order.
pub type Row = Vec<Value>;

impl Table {
    pub fn by_name(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }

    fn column_list(&self) -> String {
        self.columns
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Rows of the table in the order of its key, from the `skip`th on, at most `limit`. Read a whole
    /// table within one transaction, so that it stands still meanwhile.
    pub async fn read(&self, sql: &impl Sql, skip: i64, limit: i64) -> Result<Vec<Row>, Fault> {
        let text = format!(
            "select {} from {} order by {} limit $1 offset $2",
            self.column_list(),
            self.name,
            self.key.join(", ")
        );
        let records = sql
            .rows(&text, vec![Value::Int(limit), Value::Int(skip)])
            .await?;
        let typed = |(value, (name, kind)): (&Value, &(&str, Kind))| as_kind(value, *kind, name);
        records
            .iter()
            .map(|record| {
                record
                    .values()
                    .iter()
                    .zip(self.columns)
                    .map(typed)
                    .collect()
            })
            .collect()
    }

    /// Writes rows as they are.
    pub async fn write(&self, sql: &impl Sql, rows: Vec<Row>) -> Result<(), Fault> {
        let places: Vec<String> = (1..=self.columns.len()).map(|n| format!("${n}")).collect();
        let text = format!(
            "insert into {} ({}) values ({})",
            self.name,
            self.column_list(),
            places.join(", ")
        );
        for row in rows {
            sql.run(&text, row).await?;
        }
        Ok(())
    }

    pub async fn is_empty(&self, sql: &impl Sql) -> Result<bool, Fault> {
        Ok(sql
            .row(
                &format!("select 1 as one from {} limit 1", self.name),
                vec![],
            )
            .await?
            .is_none())
    }
}

/// What SQLite gives back as a number or as bytes, as what it is.
fn as_kind(value: &Value, kind: Kind, column: &str) -> Result<Value, Fault> {
    let problem = |what: &str| Fault::Column {
        column: column.to_owned(),
        problem: what.to_owned(),
    };
    match (value, kind) {
        (Value::Null, _)
        | (Value::Bool(_), Kind::Bool)
        | (Value::Int(_), Kind::Int)
        | (Value::Text(_), Kind::Text)
        | (Value::Bytes(_), Kind::Bytes)
        | (Value::Id(_), Kind::Id) => Ok(value.clone()),
        (Value::Int(n), Kind::Bool) => Ok(Value::Bool(*n != 0)),
        (Value::Bytes(b), Kind::Id) => Uuid::from_slice(b)
            .map(Value::Id)
            .map_err(|_| problem("is not an id")),
        _ => Err(problem("is of another kind than the catalogue says")),
    }
}

/// Copies everything into another database, which must hold nothing, in one transaction on each
/// side. How many rows.
pub async fn copy(from: &impl Sql, into: &impl Sql) -> Result<u64, Fault> {
    const AT_ONCE: i64 = 1000;
    let mut copied = 0;
    for table in TABLES {
        let mut skip = 0;
        loop {
            let rows = table.read(from, skip, AT_ONCE).await?;
            let count = i64::try_from(rows.len()).unwrap_or(AT_ONCE);
            table.write(into, rows).await?;
            skip += count;
            if count < AT_ONCE {
                break;
            }
        }
        copied += u64::try_from(skip).unwrap_or_default();
    }
    Ok(copied)
}

/// The first table that holds something, if any does.
pub async fn something_in(sql: &impl Sql) -> Result<Option<&'static str>, Fault> {
    for table in TABLES {
        if !table.is_empty(sql).await? {
            return Ok(Some(table.name));
        }
    }
    Ok(None)
}
