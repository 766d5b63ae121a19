package drover.cli;

import drover.factory.Factory;
import drover.ledger.InstanceRecord;
import drover.ledger.InstanceRole;
import drover.ledger.RunRecord;
import drover.run.NotRunnable;
import drover.run.Owners;
import java.time.Duration;
import java.util.Optional;

/** A run that may go on after somebody acted on it: by the server that is there, else here. */
final class GoOn {
  private final Factory factory;
  private final Surroundings surroundings;
  private final CommonOptions common;

  GoOn(Factory factory, Surroundings surroundings, CommonOptions common) {
    this.factory = factory;
    this.surroundings = surroundings;
    this.common = common;
  }

  /**
   * @return the exit status
   */
  int with(RunRecord run) {
    Optional<InstanceRecord> server =
        run.isOfTheForeground() || factory.ownerOf(run).isPresent() ? Optional.empty() : server();
    return server.map(somebody -> leaveTo(somebody, run)).orElseGet(() -> carryOut(run));
  }

  /**
   * The same for a run that somebody may be watching, and goes on with before this process does.
   *
   * @return the exit status
   */
  int unlessWatched(RunRecord run) {
    Optional<InstanceRecord> owner = factory.ownerOf(run);
    if (owner.isPresent()) {
      return leaveTo(owner.get(), run);
    }
    try {
      return with(run);
    } catch (NotRunnable e) {
      return factory
          .ownerOf(run(run.id()))
          .map(somebody -> leaveTo(somebody, run))
          .orElseThrow(() -> e);
    }
  }

  private RunRecord run(String id) {
    return factory.ledger().read().runs().find(id).orElseThrow();
  }

  private int carryOut(RunRecord run) {
    return new ForegroundRun(factory, surroundings, common).carryOut(run.id());
  }

  private int leaveTo(InstanceRecord somebody, RunRecord run) {
    if (common.json()) {
      surroundings.printJson(factory.document(run.id()));
    } else {
      surroundings.print(
          "run %s goes on in process %d: ./drover logs %s -f"
              .formatted(run.id(), somebody.process().pid(), run.id()));
    }
    return ExitStatus.DONE;
  }

  private Optional<InstanceRecord> server() {
    Duration lease = surroundings.configuration().settings().instance().lease();
    return factory.ledger().read().instances().all().stream()
        .filter(instance -> instance.role() == InstanceRole.SERVER)
        .filter(instance -> new Owners(lease).isAlive(instance))
        .findFirst();
  }
}
