-- The coding agent that works on a run: what a run waits for, and what it needs, depends on it.
alter table runs add column runtime varchar(20) not null default 'claude';
