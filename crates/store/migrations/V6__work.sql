-- Sales campaigns, tasks and calls.

create table campaigns (
    id uuid primary key,
    owner_id uuid not null references users (id),
    name text not null,
    category text not null,
    skip_weekends boolean not null,
    remove_on_bounce boolean not null,
    end_on_reply boolean not null,
    success_on_reply boolean not null,
    created_at bigint not null,
    updated_at bigint not null,
    archived_at bigint
);

create table campaign_steps (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    day bigint not null,
    place bigint not null,
    kind text not null,
    name text not null,
    subject text not null,
    body text not null,
    template_id uuid,
    -- How an e-mail leaves: `choose`, `at`, `same`, `task`; minutes after midnight for `at`.
    timing text not null,
    at_minute bigint,
    is_follow_up boolean not null,
    notes text not null
);
create index campaign_steps_by_campaign on campaign_steps (campaign_id, day, place);

create table campaign_members (
    id uuid primary key,
    campaign_id uuid not null references campaigns (id),
    person_id uuid not null references people (id),
    user_id uuid not null references users (id),
    identity_id uuid,
    time_zone text not null,
    state text not null,
    -- The step that is due next or under way; none when it is over.
    step_id uuid,
    due_at bigint,
    started_at bigint not null,
    ended_at bigint,
    ended_reason text,
    ended_by uuid references users (id),
    is_success boolean not null
);
create index campaign_members_due on campaign_members (state, due_at);
create index campaign_members_by_campaign on campaign_members (campaign_id, state);
create index campaign_members_by_person on campaign_members (person_id, state);

-- What became of each step for each member; one row per step, so that none is done twice.
create table campaign_step_runs (
    member_id uuid not null references campaign_members (id),
    step_id uuid not null,
    planned_at bigint not null,
    email_id uuid,
    task_id uuid,
    done_at bigint,
    primary key (member_id, step_id)
);

create table tasks (
    id uuid primary key,
    user_id uuid not null references users (id),
    made_by uuid references users (id),
    person_id uuid references people (id),
    kind text not null,
    name text not null,
    details text not null,
    -- A day, `2026-11-20`, in the zone of whose task it is.
    due_on text not null,
    remind_at bigint,
    priority text not null,
    state text not null,
    origin text not null,
    email_id uuid,
    member_id uuid,
    step_id uuid,
    salesforce_id text unique,
    salesforce_changed_at bigint,
    created_at bigint not null,
    updated_at bigint not null,
    completed_at bigint,
    deleted_at bigint
);
create index tasks_by_user on tasks (user_id, state, due_on);
create index tasks_by_person on tasks (person_id, state);

create table calls (
    id uuid primary key,
    user_id uuid not null references users (id),
    person_id uuid not null references people (id),
    task_id uuid,
    member_id uuid,
    number text not null,
    outcome text not null,
    reason text not null,
    notes text not null,
    seconds bigint not null,
    state text not null,
    called_at bigint not null
);
create index calls_by_person on calls (person_id, called_at);
create index calls_by_user on calls (user_id, called_at);
