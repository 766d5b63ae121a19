-- Since when a schedule is watched as it is now, and the last of its firings that was dealt with.
create table schedules (
  name    varchar(80) primary key,
  cron    text        not null,
  zone    text        not null,
  since   bigint      not null,
  settled bigint
);

-- When an instance tried last whether it can write.
alter table instances add column probed_at bigint not null default 0;
