-- Identities are confirmed by a mail to their address; the accounts' own were by activation.

alter table identities add column verified_at bigint;
alter table identities add column link_hash bytea;
alter table identities add column link_sent_at bigint;
update identities
    set verified_at = coalesce((select users.activated_at from users where users.id = identities.user_id), 0)
    where is_default;
create unique index identities_by_link on identities (link_hash);
create index identities_by_address on identities (address);

-- When a user last had a mail sent to an address: nobody's mailbox is filled, not even by removing
-- an identity and adding it again.
create table confirmation_mails (
    user_id uuid not null references users (id),
    address text not null,
    sent_at bigint not null,
    primary key (user_id, address)
);
