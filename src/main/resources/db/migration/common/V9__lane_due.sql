-- What V8 changed brought nothing that could be measured: lanes are found by due_at again. V8 stays, for databases that have it.
drop index lane_look;
alter table lane drop column look_at;
create index lane_due on lane (channel, work, due_at);
