-- Versions of channels: which files each has run with, and what it runs now by the word of all nodes.
create table source (                        -- files of versions: the same content is kept once
  hash varchar(64) primary key,              -- SHA-256 of the body
  body bytea not null);

create table version (                       -- what has been live
  channel varchar(64) not null,
  hash varchar(64) not null,                 -- of the files together, as the loader makes it
  manifest varchar not null,                 -- JSON: a file's path in the routes folder, and its hash in source
  at bigint not null, node varchar(64) not null, -- when it was last made live, and by whom
  primary key (channel, hash));

alter table channel add column version varchar(64); -- what it runs; null where nobody has said so yet
alter table channel add column version_at bigint;   -- since when
alter table channel add column held varchar(64);    -- the version of the folder that a roll back has put aside
alter table channel add column retired boolean not null default false; -- its file is gone. People's pause is beside it, and still holds when the file is back
alter table attempt add column version varchar(64); -- of the channel, that tried
alter table node add column seen_at bigint;         -- when it last wrote; tells who is alive
