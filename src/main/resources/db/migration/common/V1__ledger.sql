-- The ledger. The same text runs on H2 (PostgreSQL mode) and on PostgreSQL. All machine times are milliseconds since 1970, UTC.

create table node (                          -- the writers
  name varchar(64) primary key,
  batch bigint not null);                    -- its last committed batch: tells what a commit came to when the connection was lost in it

create table channel (                       -- what all nodes must know of a channel
  name varchar(64) primary key,
  state varchar(16) not null,                -- running, paused
  why varchar);

create table conversation (
  id uuid primary key,
  state varchar(24) not null, control varchar(8) not null, handover int not null,
  person varchar(600) not null,
  document varchar not null,                 -- the whole conversation as JSON; the columns beside it are for queries
  last_seq bigint not null,                  -- of its events
  deadline_at bigint, closed_at bigint, created_at bigint not null, changed_at bigint not null,
  look_at bigint,                            -- when the deadline is looked at: never later than deadline_at, seldom written
  listed_at bigint not null);                -- changed_at to the minute: each message moves the one, few move the other and its index
create index conversation_look   on conversation (look_at);
create index conversation_closed on conversation (closed_at);
create index conversation_listed on conversation (listed_at);

create table reference (                     -- deduplication, echo, look-up: one key
  k uuid primary key,                        -- first 128 bits of SHA-256(channel, kind, value)
  channel varchar(64) not null, kind varchar(16) not null, val varchar(512) not null,
  conversation uuid,                         -- null: awaited (see parked), or a key that only deduplicates so far
  event uuid,                                -- the event that brought the key; a repeat brings another
  at bigint not null);
create index reference_conversation on reference (conversation);

create table event (
  conversation uuid not null, seq bigint not null, id uuid not null, channel varchar(64) not null,
  type varchar(32) not null, body bytea not null,
  raw bytea,                                 -- the webhook as it came, beside the first event that it brought
  note varchar,                              -- why nothing, or not the natural thing, came of it
  version varchar(64), at bigint not null,
  primary key (conversation, seq));

create table lane (                          -- work that stays in order; a row a conversation or person and channel
  id uuid primary key,                       -- first 128 bits of SHA-256(channel, work, scope)
  channel varchar(64) not null,
  work varchar(8) not null,                  -- deliver, inbox, poll
  scope varchar(600) not null,               -- conversation or person; the channel itself for inbox and poll
  next_seq bigint not null, last_seq bigint not null,
  due_at bigint,                             -- null: nothing to do; else when it may next be taken (retry or end of lease)
  owner varchar(64),                         -- the node that has taken the head; a lease found expired with an owner may have been sent
  fence bigint not null,                     -- grows with each claim; a completion with an older one changes nothing
  cursor varchar);                           -- of a poll: where the last one ended
create index lane_due on lane (channel, work, due_at);

create table delivery (
  lane uuid not null, seq bigint not null, conversation uuid not null, event_seq bigint not null, handover int not null,
  type varchar(32) not null,
  state varchar(12) not null,                -- waiting, unknown (to be verified), done, cancelled, dead
  mark uuid not null,                        -- what verify looks for; made by the core
  tries int not null, first_at bigint,
  refused_at bigint,                         -- since when the platform has not taken it: the give-up clock; null again after an outage
  done_at bigint, late boolean not null, version varchar(64), note varchar,
  receipt varchar(8), receipt_at bigint, receipt_why varchar, -- the furthest that the platform says it has got: sent, received, failed, read
  primary key (lane, seq));
create index delivery_conversation on delivery (conversation, event_seq);

create table attempt (                       -- what was tried, for people; failures always
  lane uuid not null, seq bigint not null, n int not null, at bigint not null,
  outcome varchar(16) not null, why varchar, status int, request bytea, answer bytea, primary key (lane, seq, n));
create index attempt_at on attempt (at);

create table parked (                        -- events that wait for somebody to learn whom they belong to, or for a lane to settle
  k uuid not null, n bigint not null, event uuid not null, channel varchar(64) not null,
  body bytea not null, raw bytea, version varchar(64), give_up_at bigint not null,
  home uuid,                                 -- the conversation whose delivery brought it, where it names none itself
  primary key (k, n));
create index parked_give_up on parked (give_up_at);

create table dead_letter (
  id uuid primary key, channel varchar(64) not null,
  conversation uuid, lane uuid, seq bigint,  -- of a delivery; null for a webhook
  cause varchar not null,
  state varchar(12) not null,                -- waiting, replayed
  content_type varchar(200), body bytea,     -- of a webhook, as it came
  sensitive boolean not null default false,  -- kept for a replay, shown to nobody
  version varchar(64), at bigint not null);
create index dead_letter_list on dead_letter (state, at);
