create schema if not exists work;

-- Small tables kept by the command-service's own reactions: what a decision needs from elsewhere.
create table work.fact (
  tenant uuid not null,
  fact text collate "C" not null,
  key text collate "C" not null,
  value json not null,
  primary key (tenant, fact, key)
);

-- How far each reaction has come, per partition of the feed.
create table work.checkpoint (
  name text collate "C" not null,
  partition text collate "C" not null,
  cursor text collate "C" not null,
  primary key (name, partition)
);

-- Events that a reaction could not handle, with everything of their key behind them.
create table work.parked_reaction (
  name text collate "C" not null,
  key text collate "C" not null,
  position text collate "C" not null,
  why text not null,
  at timestamptz not null,
  primary key (name, key, position)
);

-- Evidence for messages that are not known (yet): statuses and reactions wait here for their message. The body is sealed.
create table work.early_evidence (
  tenant uuid not null,
  channel_id uuid not null,
  provider_id text not null,
  id uuid not null,
  command json not null,
  at timestamptz not null,
  primary key (tenant, channel_id, provider_id, id)
);

-- Sessions by the SHA-256 of their secret; revocable at once.
create table work.session (
  hash text collate "C" primary key,
  user_id uuid not null,
  company_id uuid not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index on work.session (user_id);
create index on work.session (expires_at);

-- A webhook names its channel, a program its key: before the company is known.
create index on work.fact (key) where fact in ('channel', 'api_key');
