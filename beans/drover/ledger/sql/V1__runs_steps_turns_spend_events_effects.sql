-- Instants are milliseconds since 1970 UTC, documents are JSON text. Types are those that every
-- dialect knows; what differs is in Dialect.

create table instances (
  id           varchar(40) primary key,
  host         text        not null,
  boot_id      text        not null,
  pid          bigint      not null,
  pid_started  bigint      not null,
  heartbeat_at bigint      not null
);

create table runs (
  id                  varchar(40) primary key,
  source              text        not null,
  idem_key            text        not null,
  digest              text        not null,
  task_json           text        not null,
  job                 text        not null,
  repo                text,
  branch              text,
  base                text,
  workspace           text,
  head_sha            text,
  pull_request        text,
  state               text        not null,
  outcome             text,
  stage               text,
  reason              text,
  owner               varchar(40),
  fence               bigint      not null default 0,
  attempt             integer     not null default 1,
  cancel_requested_at bigint,
  waiting_for         text,
  waiting_until       bigint,
  priority            integer     not null default 0,
  created_at          bigint      not null,
  started_at          bigint,
  finished_at         bigint,
  unique (source, idem_key)
);

-- A branch belongs to one run until that run has ended.
create unique index runs_branch on runs (repo, branch)
  where branch is not null and state in ('queued', 'running', 'waiting');
create index runs_created on runs (created_at);

create table steps (
  run           varchar(40) not null references runs (id),
  attempt       integer     not null,
  seq           integer     not null,
  name          text        not null,
  ordinal       integer     not null,
  state         text        not null,
  result_json   text,
  superseded_by integer,
  started_at    bigint      not null,
  finished_at   bigint,
  primary key (run, attempt, seq)
);
create unique index steps_active on steps (run, name, ordinal) where state <> 'superseded';

create table turns (
  run         varchar(40) not null references runs (id),
  attempt     integer     not null,
  turn        integer     not null,
  invocation  integer     not null,
  step        integer     not null,
  purpose     text        not null,
  executor    text        not null,
  handle      text,
  session     text        not null,
  file        text        not null,
  read_to     bigint      not null default 0,
  outcome     text,
  report_json text,
  started_at  bigint      not null,
  finished_at bigint,
  primary key (run, attempt, turn, invocation)
);

create table spend (
  run        varchar(40)      not null references runs (id),
  message_id text             not null,
  turn       integer          not null,
  invocation integer          not null,
  usd        double precision not null,
  estimated  integer          not null,
  primary key (run, message_id)
);

create table events (
  run  varchar(40) not null references runs (id),
  seq  bigint      not null,
  at   bigint      not null,
  type text        not null,
  json text        not null,
  primary key (run, seq)
);

create table effects (
  key      text        primary key,
  run      varchar(40) not null references runs (id),
  kind     text        not null,
  state    text        not null,
  request  text        not null,
  receipt  text,
  attempts integer     not null default 0,
  next_at  bigint,
  at       bigint      not null
);
create index effects_run on effects (run);
