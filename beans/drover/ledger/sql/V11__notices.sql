-- What people are to be told, written in the transaction of what it tells of. It outlives its run's
-- records and is swept away by itself, so that nothing refers to runs here.
create table notices (
  id           varchar(120) primary key,
  run          varchar(40)  not null,
  seq          bigint       not null,
  event        varchar(20)  not null,
  news         text         not null,
  at           bigint       not null,
  addressed_at bigint
);
create index notices_unaddressed on notices (at, seq) where addressed_at is null;

-- One message for one channel: due, sent (perhaps there, perhaps not), delivered, refused or dropped.
create table deliveries (
  channel    varchar(40)  not null,
  notice     varchar(120) not null,
  run        varchar(40)  not null,
  seq        bigint       not null,
  event      varchar(20)  not null,
  at         bigint       not null,
  state      varchar(10)  not null,
  attempts   integer      not null default 0,
  next_at    bigint,
  said       text         not null default '',
  settled_at bigint,
  primary key (channel, notice)
);
create index deliveries_open on deliveries (channel, at, seq) where state in ('due', 'sent');
create index deliveries_run on deliveries (run);

-- Which instance speaks on a channel, so that one does.
create table speakers (
  channel varchar(40) primary key,
  owner   varchar(40) not null,
  until   bigint      not null
);
