-- Files that events name: fetched soon after the event is committed, because their addresses die, and kept outside of the database.
create table file (
  id uuid primary key,                       -- first 128 bits of SHA-256(conversation, url): the same file is fetched once a conversation
  conversation uuid not null, channel varchar(64) not null,
  url varchar not null, name varchar(255), mime_type varchar(255), size bigint,
  state varchar(12) not null,                -- waiting, kept, lost
  tries int not null,
  due_at bigint,                             -- when it is to be fetched (again); null where that is settled
  why varchar,                               -- why it is lost, or what the last try came to
  sensitive boolean not null,                -- where and what it is, nobody is shown
  at bigint not null);
create index file_due on file (due_at);
create index file_conversation on file (conversation);

alter table delivery add column degraded varchar; -- what the platform could not be told as it was, in words
