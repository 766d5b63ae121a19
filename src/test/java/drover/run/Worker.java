package drover.run;

import drover.ledger.InstanceRole;
import drover.machine.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;

/** An instance of the factory and what it does with runs. */
final class Worker {
  private static final ProcessIdentity HERE = ProcessIdentity.ofThisProcess();

  final Floor floor;
  final LiveRuns liveRuns;
  final Instance instance;
  final Runs runs;
  final Checkpoints checkpoints;

  /** What a witness was told of ends. */
  final List<String> ends = new ArrayList<>();

  Worker(Floor floor) {
    this.floor = floor;
    this.liveRuns = new LiveRuns(floor.ledger, floor.clock);
    this.instance =
        new Instance(
            floor.ledger,
            floor.clock,
            liveRuns,
            Floor.BEAT,
            Floor.LEASE,
            InstanceRole.FOREGROUND,
            DataDirectory.placeOf(floor.directory));
    this.runs =
        new Runs(
            floor.ledger,
            floor.journal,
            floor.clock,
            instance,
            liveRuns,
            floor.owners,
            floor.directory,
            (task, outcome, worked) -> ends.add(outcome + " after " + worked),
            ClaimCheck.NONE);
    this.checkpoints =
        new Checkpoints(floor.ledger, floor.journal, floor.clock, floor.redactor, Done.STEPS);
    instance.start();
  }

  /** Begins and finishes a step, as the route template does; a recorded one is given back. */
  StepResult step(RunExecution run, String name, String result) {
    Checkpoint checkpoint = checkpoints.begin(run, name);
    return checkpoint.recorded().orElseGet(() -> checkpoints.finish(run, name, new Done(result)));
  }

  /** The process is gone without a word: its number belongs to a process that began later. */
  void crash() {
    floor.process(
        instance.id(),
        new ProcessIdentity(HERE.host(), HERE.bootId(), HERE.pid(), HERE.startedAt() - 60_000));
  }

  /** For longer than its lease, and not so long that it is forgotten. */
  void fallSilent() {
    floor.sql(
        "update instances set heartbeat_at = heartbeat_at - %d where id = '%s'"
            .formatted(Floor.LEASE.multipliedBy(2).toMillis(), instance.id()));
  }
}
