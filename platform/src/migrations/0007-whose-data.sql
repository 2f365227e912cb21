-- Evidence that waits is found by the keyed hash of the provider's id and carries no id (the provider's own ones hold the customer's phone) and nothing else that is personal, so that it need not be sealed. What waited under an id is let go.
delete from work.early_evidence;
alter table work.early_evidence rename column provider_id to provider_key;
-- What never found its message goes after 30 days.
create index early_evidence_at on work.early_evidence (at);

-- Of whom the bytes of a delivery tell, once they are parsed; goes with its delivery.
create table vault.raw_delivery_contact (
  tenant uuid not null,
  contact uuid not null,
  delivery uuid not null references vault.raw_delivery (id) on delete cascade,
  primary key (tenant, contact, delivery)
);
create index raw_delivery_contact_delivery on vault.raw_delivery_contact (delivery);

-- Media that something was sent or received with stay; the others are uploads that nobody used, and go.
-- What is there already is taken for used: nobody has said of it.
alter table vault.media add column used boolean not null default true;
alter table vault.media alter column used set default false;
create index media_unused on vault.media (at) where not used;
