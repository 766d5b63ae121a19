package drover.cli;

import drover.factory.Factory;
import drover.ledger.InstanceRecord;
import drover.ledger.InstanceRole;
import drover.ledger.RunRecord;
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
    Optional<InstanceRecord> somebody =
        factory.ownerOf(run).or(() -> run.source().equals("cli") ? Optional.empty() : server());
    if (somebody.isEmpty()) {
      return new ForegroundRun(factory, surroundings, common).carryOut(run.id());
    }
    if (common.json()) {
      surroundings.printJson(factory.document(run.id()));
    } else {
      surroundings.print(
          "run %s goes on in process %d: ./drover logs %s -f"
              .formatted(run.id(), somebody.get().process().pid(), run.id()));
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
