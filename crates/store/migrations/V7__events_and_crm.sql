-- What happened, in one order for everybody; and what is written to Salesforce.

create table events (
    -- One number after the other, in the order of commits: whoever has seen n has seen all before.
    seq bigint primary key,
    at bigint not null,
    kind text not null,
    -- Whose feed it stands in.
    user_id uuid,
    person_id uuid,
    email_id uuid,
    task_id uuid,
    -- How sure we are that a machine did it, 0 to 100.
    machine bigint not null,
    detail text not null
);
create index events_by_user on events (user_id, seq);
create index events_by_person on events (person_id, seq);
create index events_by_email on events (email_id, seq);

create table event_counter (
    id bigint primary key,
    last bigint not null
);

-- How far each user has looked at their feed.
create table feed_looks (
    user_id uuid primary key references users (id),
    seq bigint not null
);

-- Addresses whose e-mails are not tracked.
create table untracked (
    address text primary key
);

create table crm_writes (
    id uuid primary key,
    user_id uuid not null references users (id),
    person_id uuid references people (id),
    -- `email`, `reply`, `call`, `task`, `rollup`, `opt-out`, and the id of what it is about.
    kind text not null,
    subject_id uuid,
    object text not null,
    record_id text,
    operation text not null,
    fields text not null,
    state text not null,
    code text,
    message text,
    tries bigint not null,
    created_at bigint not null,
    changed_at bigint not null
);
create index crm_writes_by_state on crm_writes (state, changed_at);
create index crm_writes_by_subject on crm_writes (subject_id);
create index crm_writes_by_person on crm_writes (person_id);

-- The Task in Salesforce that stands for an e-mail, a reply or a call.
create table crm_tasks (
    subject_id uuid primary key,
    salesforce_id text not null,
    user_id uuid not null references users (id),
    written_at bigint not null
);

create table crm_budget (
    -- A day in UTC.
    day text primary key,
    calls bigint not null,
    used bigint,
    allowed bigint
);
