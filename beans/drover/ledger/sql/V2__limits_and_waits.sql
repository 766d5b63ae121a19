-- A day has a limit: when money was spent, and whether it was a model's or a rehearsal's.
alter table spend add column at bigint not null default 0;
alter table spend add column mode varchar(20) not null default 'real';
update spend set at = coalesce(
  (select max(turns.started_at) from turns
   where turns.run = spend.run and turns.turn = spend.turn and turns.invocation = spend.invocation), 0);
create index spend_at on spend (at);

-- How long a run was worked on; waiting is not counted. working_since is empty while nobody does.
alter table runs add column worked_ms bigint not null default 0;
alter table runs add column working_since bigint;

-- What the model's service says of the subscription, by its window, such as five_hour.
create table usage_windows (
  name        varchar(80)      not null,
  at          bigint           not null,
  status      text             not null,
  utilization double precision,
  resets_at   bigint,
  primary key (name, at)
);

-- SHA-256 of tokens that the model's service has refused.
create table rejected_credentials (
  fingerprint varchar(64) primary key,
  at          bigint      not null
);
