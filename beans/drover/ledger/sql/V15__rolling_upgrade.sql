-- Which older programs may go on with tables of a version: those that know works_for or more. A version without a row, only its own.
create table schema_compatibility (
  version   integer not null primary key,
  works_for integer not null
);
insert into schema_compatibility(version, works_for) values (15, 15);

-- Version of the tables that the program of this instance knows; 0: one that did not say so yet.
alter table instances add column knows integer not null default 0;
