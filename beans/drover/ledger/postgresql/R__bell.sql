-- Tells every instance that there may be something to do: a run is queued, waits for something else, is to be cancelled or
-- has ended, or somebody switched something. Notifications of one transaction are one.
create or replace function drover_ring() returns trigger language plpgsql as $$
begin
  perform pg_notify('drover_bell', '');
  return null;
end
$$;

drop trigger if exists drover_bell_queued on runs;
create trigger drover_bell_queued after insert on runs
  for each statement execute function drover_ring();

drop trigger if exists drover_bell_changed on runs;
create trigger drover_bell_changed after update of state, waiting_for, cancel_requested_at on runs
  for each row when (new.state <> 'running' or new.cancel_requested_at is distinct from old.cancel_requested_at)
  execute function drover_ring();

drop trigger if exists drover_bell_switched on switches;
create trigger drover_bell_switched after insert or update on switches
  for each statement execute function drover_ring();
