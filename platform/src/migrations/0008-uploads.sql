-- Whose uploads a file is, and since when: only who has uploaded it may send it. The same bytes may be those of several people.
create table vault.media_upload (
  tenant uuid not null,
  id uuid not null,
  author text collate "C" not null,
  at timestamptz(3) not null,
  primary key (tenant, id, author),
  foreign key (tenant, id) references vault.media on delete cascade
);
