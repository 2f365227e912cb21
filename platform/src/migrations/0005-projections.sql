-- Versions of the read models. Tables of a version live in its own schema; readers use the views of schema `rm`, which a switch replaces.
create table work.view (
  name text not null,
  version int not null,
  schema text not null unique,
  state text not null check (state in ('building', 'live', 'retired')),
  -- Fingerprint of what made it: tables, indexes, functions, the view's own version.
  definition text not null,
  created_at timestamptz not null default now(),
  live_at timestamptz,
  primary key (name, version)
);
create unique index one_live_version on work.view (name) where state = 'live';

-- How far a version has come, per partition of the feed. `position` is compared and set by every write; `cursor` is where the feed goes on.
-- held_until: a switch is under way, nobody writes until then; 'infinity': the version is not live any more.
create table work.view_progress (
  view text not null,
  version int not null,
  partition text not null,
  position text collate "C" not null,
  cursor text not null,
  held_until timestamptz,
  updated_at timestamptz not null default now(),
  primary key (view, version, partition),
  foreign key (view, version) references work.view (name, version) on delete cascade
);

-- Keys whose fold has failed: everything behind that event waits for a rebuild with mended code.
create table work.parked (
  view text not null,
  version int not null,
  key text not null,
  position text not null,
  event_id uuid not null,
  type text not null,
  error text not null,
  at timestamptz not null default now(),
  primary key (view, version, key),
  foreign key (view, version) references work.view (name, version) on delete cascade
);

create schema rm;
grant usage on schema rm to mia_app;
