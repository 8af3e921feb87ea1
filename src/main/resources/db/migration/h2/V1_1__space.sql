-- Old versions of rows may be overwritten after a second, not after 45: the file stays smaller by a third under load.
set retention_time 1000;
