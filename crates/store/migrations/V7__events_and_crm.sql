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
    -- Whose token writes.
    user_id uuid not null references users (id),
    person_id uuid references people (id),
    -- `email`, `reply`, `call`, `task`, `rollup`, `opt-out`, and the id of what it is about.
    kind text not null,
    subject_id uuid,
    object text not null,
    record_id text,
    operation text not null,
    -- What is written, as JSON; empty until it is worked out.
    fields text not null,
    state text not null,
    code text,
    message text,
    tries bigint not null,
    due_at bigint not null,
    created_at bigint not null,
    changed_at bigint not null
);
create index crm_writes_by_state on crm_writes (state, changed_at);
create index crm_writes_by_user on crm_writes (user_id, state, id);
create index crm_writes_by_subject on crm_writes (subject_id);
create index crm_writes_by_person on crm_writes (person_id);
create index crm_writes_by_record on crm_writes (record_id, id);

-- The Tasks in Salesforce that stand for an e-mail, a reply or a call: one, or one for each record with the
-- same address.
create table crm_tasks (
    subject_id uuid not null,
    salesforce_id text not null,
    user_id uuid not null references users (id),
    -- Whom it stands with.
    record_id text not null,
    -- What was written last of what may change, as JSON.
    written text not null,
    written_at bigint not null,
    primary key (subject_id, salesforce_id)
);

-- What of an object a user may write, as JSON, when last asked.
create table crm_describes (
    user_id uuid not null references users (id),
    object text not null,
    content text not null,
    seen_at bigint not null,
    primary key (user_id, object)
);

create table crm_budget (
    -- A day in UTC.
    day text primary key,
    calls bigint not null,
    used bigint,
    allowed bigint
);

-- How far Salesforce was read: tasks of each user, opt-outs of everybody.
create table crm_cursors (
    name text primary key,
    position text not null,
    looked_at bigint not null
);
