-- Mailboxes at Google and Microsoft beside those by IMAP and SMTP; mails on their way out; the tour.

create table mailbox_servers (
    mailbox_id uuid primary key references mailboxes (id),
    username text not null,
    imap_host text not null,
    imap_port bigint not null,
    imap_security text not null,
    smtp_host text not null,
    smtp_port bigint not null,
    smtp_security text not null,
    password_sealed bytea not null
);
insert into mailbox_servers
    (mailbox_id, username, imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security, password_sealed)
    select id, username, imap_host, imap_port, imap_security, smtp_host, smtp_port, smtp_security, password_sealed
    from mailboxes;
alter table mailboxes drop column username;
alter table mailboxes drop column imap_host;
alter table mailboxes drop column imap_port;
alter table mailboxes drop column imap_security;
alter table mailboxes drop column smtp_host;
alter table mailboxes drop column smtp_port;
alter table mailboxes drop column smtp_security;
alter table mailboxes drop column password_sealed;

alter table mailboxes add column kind text not null default 'imap';
alter table mailboxes add column outside_id text;
alter table mailboxes add column access_sealed bytea;
alter table mailboxes add column refresh_sealed bytea;
alter table mailboxes add column version bigint not null default 1;
alter table mailboxes add column refreshing_until bigint;
alter table mailboxes add column sending text not null default 'works';
alter table mailboxes add column replies text not null default 'works';
-- A refusal as JSON: what stands in the way, in any language.
alter table mailboxes add column problem text;

create table sends (
    id uuid primary key,
    user_id uuid not null references users (id),
    mailbox_id uuid not null,
    purpose text not null,
    state text not null,
    fence bigint not null,
    recipient text not null,
    message_id text,
    mime bytea,
    provider_id text,
    problem text,
    created_at bigint not null,
    changed_at bigint not null
);
create index sends_by_mailbox on sends (mailbox_id, created_at);

-- Whoever finished the wizard before there was a tour is not asked again.
insert into onboarding_steps (user_id, step, done_at)
    select user_id, 'tour', done_at from onboarding_steps where step = 'finish';
