-- A gate at which an attempt was blocked, and what became of it: shut, approved by a person, passed once.
create table approvals (
  run          varchar(40) not null references runs (id),
  attempt      integer     not null,
  gate         text        not null,
  seen         text        not null,
  never        text,
  asked_at     bigint      not null,
  approved_at  bigint,
  approved_by  text,
  why          text,
  used_attempt integer,
  used_seq     integer,
  primary key (run, attempt)
);

-- What people did, and why.
create table audit (
  at   bigint      not null,
  who  text        not null,
  what text        not null,
  run  varchar(40),
  why  text        not null
);
create index audit_run on audit (run);
