-- Queued runs that differ in nothing but their age stand in one lane: dispatch reads the front of each, however long they are.
create index runs_lanes on runs (
  (source || ' ' || job || ' ' || mode || ' ' || runtime || ' ' || cast(priority as text) || ' ' || coalesce(repo, asked_repo, '')), created_at)
  where state = 'queued' and source <> 'cli';
insert into schema_compatibility(version, works_for) values (16, 15);
