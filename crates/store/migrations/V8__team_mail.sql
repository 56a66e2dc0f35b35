-- The team's server: one SMTP server for everybody; the keys that sign what leaves by it.

create table team_server (
    -- Stands in the sends where a mailbox's id stands.
    id uuid primary key,
    host text not null,
    port bigint not null,
    security text not null,
    username text not null,
    password_sealed bytea,
    -- Domains and addresses mail may leave from, one to a line.
    senders text not null,
    -- A refusal as JSON: what stood in the way of the last mail.
    problem text,
    changed_at bigint not null
);

-- What each seller has sent by it on a day.
create table team_paces (
    user_id uuid primary key references users (id),
    next_at bigint not null,
    day text not null,
    sent bigint not null
);

create table dkim_keys (
    id uuid primary key,
    domain text not null,
    selector text not null,
    state text not null,
    rsa_sealed bytea not null,
    rsa text not null,
    ed25519_sealed bytea not null,
    ed25519 text not null,
    made_at bigint not null,
    unique (domain, selector)
);

-- `mailbox` or `team`; none while nobody has chosen.
alter table identities add column channel text;

-- The envelope sender; none for the mailbox's own address.
alter table sends add column sender text;
