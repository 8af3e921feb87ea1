-- When a lane is looked at. Most messages take it and give it back within one lease, and an index entry that moves with both costs more than looking once in
-- vain: it is never later than due_at, often earlier, and seldom written.
alter table lane add column look_at bigint;
update lane set look_at = due_at;
drop index lane_due;
create index lane_look on lane (channel, work, look_at);
