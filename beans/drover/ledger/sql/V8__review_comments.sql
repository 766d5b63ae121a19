-- Review comments of people that a run was told; each once, whoever asks and however often.
create table told_comments (
  pull_request text        not null,
  kind         varchar(10) not null,
  comment      bigint      not null,
  thread       bigint      not null,
  run          varchar(40) not null references runs (id),
  told_by      varchar(40) not null,
  head         text        not null,
  at           bigint      not null,
  primary key (pull_request, kind, comment)
);
create index told_comments_run on told_comments (run);
create index told_comments_told_by on told_comments (told_by);

-- What became of a pull request that a run made.
create table pull_request_ends (
  pull_request text        not null primary key,
  run          varchar(40) not null references runs (id),
  standing     varchar(10) not null,
  ended_by     text        not null,
  at           bigint      not null
);

alter table instructions add column pull_request text;

create index runs_pull_request on runs (lower(pull_request));
