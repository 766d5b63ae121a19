-- Data directories, wherever they are: the files of a run are in one of them, and who has it goes on with the run.
create table places (
  id   varchar(40) primary key,
  host text        not null,
  path text        not null
);

-- Where the run was executed last; its files are there if it has any.
alter table runs add column place varchar(40);
alter table instances add column place varchar(40);
