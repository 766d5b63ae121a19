-- Which application of the label that asks for work a run answers; written before the run is, whose id it already names.
-- mirrored tells what the labels of the issue say: none, claimed, or released when the run has ended.
create table issue_claims (
  run        varchar(40) not null primary key,
  repository text        not null,
  number     integer     not null,
  event      bigint      not null,
  mirrored   varchar(10) not null default 'none',
  attempts   integer     not null default 0,
  next_at    bigint      not null default 0,
  at         bigint      not null
);
create index issue_claims_standing on issue_claims (repository) where mirrored <> 'released';

-- Repositories that were found fit for work with nobody at the keyboard; the key is in lower case.
create table enrolments (
  repository text   not null primary key,
  name       text   not null,
  who        text   not null,
  at         bigint not null
);

-- What a running run works on at the moment, for whoever wants to know before touching it.
create table presence (
  run        varchar(40) not null primary key references runs (id),
  resource   text        not null,
  purpose    text        not null,
  claimed_at bigint      not null,
  expires_at bigint      not null
);
