-- What was kept of a run that is over and goes, or has gone: told first, then removed.
create table tidied (
  run          varchar(40) not null references runs (id),
  part         varchar(20) not null,
  announced_at bigint      not null,
  removed_at   bigint,
  primary key (run, part)
);
