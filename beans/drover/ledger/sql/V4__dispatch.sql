-- A server and a command in the foreground own runs alike, but only servers continue what others began.
alter table instances add column role varchar(20) not null default 'foreground';

-- What admission looks at, beside the task document.
alter table runs add column asked_repo text;
alter table runs add column mode varchar(20) not null default 'real';
create index runs_open on runs (state, created_at) where state in ('queued', 'running', 'waiting');

-- What people switched, such as dispatch.
create table switches (
  name  varchar(40) primary key,
  value text        not null,
  why   text        not null,
  who   text        not null,
  at    bigint      not null
);
