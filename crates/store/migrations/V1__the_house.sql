-- One text for SQLite and PostgreSQL. Times are microseconds since 1970; ids are 16 bytes;
-- columns named *_sealed hold authenticated ciphertext (engine: vault), *_hash SHA-256 of a token.

create table settings (
    key text primary key,
    value text not null
);

create table users (
    id uuid primary key,
    email text not null unique,
    first_name text not null,
    last_name text not null,
    role text not null,
    state text not null,
    language text not null,
    time_zone text not null,
    password_hash text,
    wrong_passwords bigint not null default 0,
    password_rests_until bigint,
    access_expires_at bigint,
    created_at bigint not null,
    activated_at bigint
);

create table teams (
    id uuid primary key,
    name text not null unique,
    is_everyone boolean not null
);

create table team_members (
    team_id uuid not null references teams (id),
    user_id uuid not null references users (id),
    is_team_admin boolean not null,
    primary key (team_id, user_id)
);
create index team_members_by_user on team_members (user_id);

create table invitations (
    id uuid primary key,
    user_id uuid not null references users (id),
    team_id uuid references teams (id),
    token_hash bytea not null unique,
    state text not null,
    invited_by uuid references users (id),
    sent_at bigint not null,
    expires_at bigint not null,
    delivery text not null,
    delivery_detail text not null
);
create index invitations_by_user on invitations (user_id);

create table setup_links (
    token_hash bytea primary key,
    expires_at bigint not null,
    used_at bigint
);

create table password_resets (
    token_hash bytea primary key,
    user_id uuid not null references users (id),
    expires_at bigint not null,
    used_at bigint
);

create table sessions (
    id uuid primary key,
    token_hash bytea not null unique,
    user_id uuid not null references users (id),
    method text not null,
    user_agent text not null,
    created_at bigint not null,
    last_seen_at bigint not null
);
create index sessions_by_user on sessions (user_id);

create table onboarding_steps (
    user_id uuid not null references users (id),
    step text not null,
    done_at bigint not null,
    primary key (user_id, step)
);

create table audit_log (
    id uuid primary key,
    at bigint not null,
    actor_id uuid references users (id),
    action text not null,
    target text not null,
    details text not null
);
create index audit_log_by_time on audit_log (at);

create table connection_apps (
    provider text primary key,
    client_id text not null,
    secret_sealed bytea,
    login_host text not null
);

create table oauth_attempts (
    id uuid primary key,
    state_hash bytea not null unique,
    browser_hash bytea not null,
    purpose text not null,
    invitation_id uuid references invitations (id),
    user_id uuid references users (id),
    verifier_sealed bytea not null,
    expires_at bigint not null
);

create table salesforce_connections (
    id uuid primary key,
    user_id uuid not null unique references users (id),
    organisation_id text not null,
    salesforce_user_id text not null,
    username text not null,
    instance_url text not null,
    identity_url text not null,
    access_sealed bytea not null,
    refresh_sealed bytea,
    version bigint not null,
    refreshing_until bigint,
    health text not null,
    connected_at bigint not null,
    last_ok_at bigint not null,
    unique (organisation_id, salesforce_user_id)
);

create table mailboxes (
    id uuid primary key,
    user_id uuid not null unique references users (id),
    address text not null,
    username text not null,
    imap_host text not null,
    imap_port bigint not null,
    imap_security text not null,
    smtp_host text not null,
    smtp_port bigint not null,
    smtp_security text not null,
    password_sealed bytea not null,
    sent_folder text,
    health text not null,
    connected_at bigint not null,
    last_checked_at bigint not null
);

create table identities (
    id uuid primary key,
    user_id uuid not null references users (id),
    name text not null,
    address text not null,
    is_default boolean not null,
    signature text not null,
    unique (user_id, address)
);

create table jobs (
    id uuid primary key,
    kind text not null,
    lane text,
    payload_sealed bytea not null,
    state text not null,
    run_at bigint not null,
    attempts bigint not null,
    fence bigint not null,
    lease_until bigint,
    last_error text,
    created_at bigint not null
);
create index jobs_waiting on jobs (state, run_at);
create unique index jobs_one_per_lane on jobs (lane) where state = 'running';
