-- What makes the log readable, and bytes that are not in it: backed up with the log.
create schema if not exists vault;

-- One row: a text sealed under the master key, so that a wrong one is found at the start and not at the first read.
create table vault.master_check (
  one boolean primary key default true check (one),
  box text not null
);

-- Keys of a company, sealed under the master key.
create table vault.company_key (
  tenant uuid primary key,
  wrapped text not null,
  -- For keyed hashes of addresses; never rotates.
  hmac text not null,
  made_at timestamptz(3) not null default now()
);

-- Keys of subjects ('contact:…', 'user:…'), sealed under the company's key. A destroyed key leaves its row, without the key: it is never made again.
create table vault.subject_key (
  tenant uuid not null,
  subject text collate "C" not null,
  wrapped text,
  made_at timestamptz(3) not null default now(),
  destroyed_at timestamptz(3),
  primary key (tenant, subject),
  check ((wrapped is null) = (destroyed_at is not null))
);

-- Who was erased: projections check their subjects against it.
create table vault.erased_subject (
  tenant uuid not null,
  subject text collate "C" not null,
  at timestamptz(3) not null default now(),
  primary key (tenant, subject)
);

-- Provider tokens, app secrets, password hashes, sealed under the company's key. Events name the version; a deleted one leaves its number, without the secret.
create table vault.secret (
  tenant uuid not null,
  name text collate "C" not null,
  version int not null check (version > 0),
  box text,
  at timestamptz(3) not null default now(),
  primary key (tenant, name, version)
);

-- Exact bytes of inbound callbacks, sealed under a key per channel and month ('raw:<channel>:<YYYY-MM>').
create table vault.raw_delivery (
  id uuid primary key,
  tenant uuid not null,
  channel text collate "C" not null,
  at timestamptz(3) not null,
  subject text collate "C" not null,
  body bytea not null
);
alter table vault.raw_delivery alter column body set storage external;
create index raw_delivery_at on vault.raw_delivery (at);

-- Media: where a file is and how large, sealed under its subject's key.
create table vault.media (
  tenant uuid not null,
  id uuid not null,
  subject text collate "C" not null,
  file uuid not null unique,
  box text not null,
  at timestamptz(3) not null,
  primary key (tenant, id)
);
create index media_subject on vault.media (tenant, subject);
