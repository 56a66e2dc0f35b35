-- The people sellers work with, and the companies and opportunities they stand in. What Salesforce knows
-- is kept by its 18-character ids; a person may be a lead, a contact, or known to us alone.

create table companies (
    -- The account's id in Salesforce.
    id text primary key,
    name text not null,
    owner text not null,
    website text not null,
    phone text not null,
    seen_at bigint not null
);

create table opportunities (
    id text primary key,
    name text not null,
    stage text not null,
    company_id text,
    owner text not null,
    close_date text not null,
    is_closed boolean not null,
    seen_at bigint not null
);
create index opportunities_by_company on opportunities (company_id);

create table people (
    id uuid primary key,
    first_name text not null,
    last_name text not null,
    -- As it is written to; empty when there is none. Kept in lower case.
    email text not null,
    title text not null,
    company text not null,
    phone text not null,
    website text not null,
    lead_id text unique,
    contact_id text unique,
    company_id text,
    -- The Salesforce user who owns the record; empty when nobody does.
    owner text not null,
    source text not null,
    added_by uuid references users (id),
    opted_out_in_crm boolean not null,
    created_at bigint not null,
    updated_at bigint not null,
    -- When Salesforce was last asked about this person.
    seen_at bigint
);
create index people_by_email on people (email);
create index people_by_company on people (company_id);
create index people_by_name on people (last_name, first_name, id);
create index people_by_owner on people (owner, last_name, first_name, id);
create index people_by_who_added on people (added_by, last_name, first_name, id);
create index people_opted_out on people (last_name, first_name, id) where opted_out_in_crm;

-- The words people are found by, as bytes: both engines sort those alike.
create table people_words (
    person_id uuid not null references people (id) on delete cascade,
    word bytea not null,
    primary key (person_id, word)
);
create index people_by_word on people_words (word, person_id);

create table opportunity_people (
    opportunity_id text not null,
    person_id uuid not null references people (id),
    role text not null,
    primary key (opportunity_id, person_id)
);
create index opportunity_people_by_person on opportunity_people (person_id);

create table person_fields (
    person_id uuid not null references people (id),
    name text not null,
    value text not null,
    primary key (person_id, name)
);

-- Addresses that are not written to. Read in the transaction that decides to send.
create table suppressions (
    address text primary key,
    cause text not null,
    since bigint not null
);

-- What somebody said about being written to, and what was done about it; never changed, never removed.
create table consent_events (
    id uuid primary key,
    address text not null,
    person_id uuid references people (id),
    at bigint not null,
    kind text not null,
    source text not null,
    reason text not null,
    actor_id uuid references users (id),
    email_id uuid
);
create index consent_events_by_address on consent_events (address, at);

create table blocked_domains (
    domain text primary key,
    added_by uuid references users (id),
    added_at bigint not null
);

-- Secrets of the instance: under its links, under the panel.
create table instance_keys (
    name text primary key,
    secret_sealed bytea not null,
    made_at bigint not null
);

-- Each proof from the panel is taken once.
create table panel_proofs (
    proof_hash bytea primary key,
    until bigint not null
);

-- The records a panel was opened on: Salesforce has shown them to whoever it belongs to.
create table panel_records (
    session_id uuid not null references sessions (id) on delete cascade,
    record_id text not null,
    primary key (session_id, record_id)
);

-- The records a seller's own token has read.
create table crm_sights (
    user_id uuid not null references users (id),
    record_id text not null,
    -- None when it was only put down to be read.
    seen_at bigint,
    asked_at bigint not null,
    -- More people belong to it than are brought at a time.
    has_more boolean not null,
    primary key (user_id, record_id)
);
