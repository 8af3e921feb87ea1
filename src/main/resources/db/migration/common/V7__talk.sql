-- A customer's own conversations, asked for by their app: who it is never changes, so the index costs a conversation one entry.
create index conversation_person on conversation (person, created_at);
