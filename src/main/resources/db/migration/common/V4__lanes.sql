alter table channel add column per_person boolean; -- whether its lanes are of persons: known also while it is not live
