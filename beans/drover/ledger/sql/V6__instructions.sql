-- What people told a run's agent after its task, and in which step it was taken up.
create table instructions (
  run           varchar(40) not null references runs (id),
  number        integer     not null,
  text          text        not null,
  who           text        not null,
  at            bigint      not null,
  taken_attempt integer,
  taken_seq     integer,
  primary key (run, number)
);
