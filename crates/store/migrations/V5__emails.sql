-- E-mails sellers write, what they are written from, and the pace of the mailboxes they leave by.

create table template_categories (
    id uuid primary key,
    name text not null unique,
    created_at bigint not null
);

create table templates (
    id uuid primary key,
    owner_id uuid not null references users (id),
    category_id uuid not null references template_categories (id),
    name text not null,
    subject text not null,
    body text not null,
    is_shared boolean not null,
    is_non_commercial boolean not null,
    created_at bigint not null,
    updated_at bigint not null,
    last_used_at bigint,
    archived_at bigint
);
create index templates_by_category on templates (category_id);

create table pinned_categories (
    user_id uuid not null references users (id),
    category_id uuid not null references template_categories (id),
    place bigint not null,
    primary key (user_id, category_id)
);

create table files (
    id uuid primary key,
    owner_id uuid not null references users (id),
    name text not null,
    media_type text not null,
    size bigint not null,
    content bytea not null,
    added_at bigint not null
);
create index files_by_owner on files (owner_id, added_at);

-- Several e-mails that were written as one: selected people, or a group.
create table email_batches (
    id uuid primary key,
    owner_id uuid not null references users (id),
    name text not null,
    created_at bigint not null,
    updated_at bigint not null,
    -- While it is being written: the form, as JSON. Empty once the copies are made.
    draft text not null,
    -- Who was left out, and why, as JSON.
    left_out text not null
);

create table emails (
    id uuid primary key,
    owner_id uuid not null references users (id),
    person_id uuid not null references people (id),
    identity_id uuid,
    batch_id uuid references email_batches (id),
    template_id uuid references templates (id),
    member_id uuid,
    step_id uuid,
    follows_id uuid references emails (id),
    state text not null,
    recipient text not null,
    cc text not null,
    bcc text not null,
    subject text not null,
    body text not null,
    is_non_commercial boolean not null,
    -- Set with the send: what it said when it left.
    sent_subject text,
    sent_body text,
    send_id uuid,
    message_id text,
    created_at bigint not null,
    updated_at bigint not null,
    scheduled_at bigint,
    time_zone text,
    sent_at bigint,
    failed_at bigint,
    -- A refusal as JSON: why it failed or bounced, in any language.
    problem text,
    archived_at bigint,
    is_success boolean not null,
    opens bigint not null,
    clicks bigint not null,
    replies bigint not null,
    last_event_at bigint
);
create index emails_by_owner on emails (owner_id, state, updated_at);
create index emails_by_person on emails (person_id, updated_at);
create index emails_by_message_id on emails (message_id);
create index emails_by_send on emails (send_id);
create index emails_by_member on emails (member_id);
create index emails_by_batch on emails (batch_id);

create table email_files (
    email_id uuid not null references emails (id),
    file_id uuid not null references files (id),
    place bigint not null,
    primary key (email_id, file_id)
);

-- When a mailbox may send its next mail, and how many it has sent in its day.
create table mailbox_paces (
    mailbox_id uuid primary key,
    next_at bigint not null,
    day text not null,
    sent bigint not null,
    -- Nothing leaves before this: others refuse mail because of whom it is from.
    paused_until bigint
);

-- How far the inbox of a mailbox was read; the words are the provider's own, empty before the first look.
create table mailbox_watches (
    mailbox_id uuid primary key,
    position text not null,
    looked_at bigint not null,
    -- When an e-mail last left.
    sent_at bigint,
    -- Looks in vain since the last good one.
    failures bigint not null
);

-- Messages whose effects are written down, by whose mailbox they came into: each has them once, also when
-- the mailbox is read again or connected anew.
create table inbound_messages (
    user_id uuid not null references users (id),
    message_id text not null,
    handled_at bigint not null,
    primary key (user_id, message_id)
);

-- The next job of a mailbox is taken by its lane.
create index jobs_by_lane on jobs (lane, state, run_at);
