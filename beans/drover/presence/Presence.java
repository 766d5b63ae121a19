package drover.presence;

import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.LedgerException;
import drover.ledger.PresenceTable.Present;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.machine.Clock;
import drover.run.Causes;
import drover.task.Task;
import drover.workspace.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what running runs work on, so that whoever wants to touch it can see that somebody does.
 * Nobody is kept out by that; the locks of dispatch are elsewhere.
 */
public final class Presence {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

  /** Three heartbeats may be missed. */
  private static final Duration LASTS = Duration.ofSeconds(60);

  private final Ledger ledger;
  private final Clock clock;
  private final String instance;

  /**
   * @param instance id of this process as an owner of runs
   */
  public Presence(Ledger ledger, Clock clock, String instance) {
    this.ledger = ledger;
    this.clock = clock;
    this.instance = instance;
  }

  /**
   * The heartbeat: what this process works on is claimed, or goes on being so; what nobody works on
   * any more is released.
   *
   * @throws LedgerException when it cannot be written; claims then expire
   */
  public void beat() {
    Instant now = clock.now();
    List<Present> here =
        ledger.read().presence().runningOf(instance).stream()
            .flatMap(run -> present(run, now).stream())
            .toList();
    if (here.isEmpty() && ledger.read().presence().isEmpty()) {
      return;
    }
    ledger.write(
        tables -> {
          tables.presence().release(now);
          here.forEach(tables.presence()::claim);
          return here;
        });
  }

  private Optional<Present> present(String id, Instant now) {
    return ledger
        .read()
        .runs()
        .find(id)
        .filter(run -> run.state() == RunState.RUNNING)
        .flatMap(run -> present(run, now));
  }

  private static Optional<Present> present(RunRecord run, Instant now) {
    Task task = Json.read(run.taskJson(), Task.class);
    return run.repo()
        .or(task::repository)
        .map(
            repository ->
                new Present(
                    run.id(),
                    "repo:" + RepositoryName.ownerAndName(repository).orElse(repository),
                    purpose(task),
                    now,
                    now.plus(LASTS)));
  }

  /** An issue by its number, anything else by its job. */
  private static String purpose(Task task) {
    String issue = task.params().getOrDefault("issue", "");
    int hash = issue.lastIndexOf('#');
    return hash < 0 ? task.job() : "AFK " + issue.substring(hash);
  }

  /** The ledger cannot be written now, for instance; the next heartbeat comes by itself. */
  public void complain(Exception failure) {
    LOG.warn("Presence cannot be said now: {}", Causes.innermost(failure).getMessage());
  }
}
