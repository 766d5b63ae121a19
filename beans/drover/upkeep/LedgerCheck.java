package drover.upkeep;

import drover.json.Json;
import drover.ledger.Flaw;
import drover.ledger.Inconsistency;
import drover.ledger.InstanceRecord;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.run.Owners;
import drover.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for what cannot be as it is in a ledger and beside it; changes nothing. */
public final class LedgerCheck {
  private final Ledger ledger;
  private final Owners owners;
  private final RunFiles files;

  public LedgerCheck(Ledger ledger, Owners owners, Path dataDirectory) {
    this.ledger = ledger;
    this.owners = owners;
    this.files = new RunFiles(ledger, dataDirectory);
  }

  /**
   * Everything that was found.
   *
   * @param runs how many runs were looked at
   */
  public record Report(boolean clean, int runs, List<Inconsistency> findings) {}

  public Report look() {
    Tables tables = ledger.read();
    List<Inconsistency> found = new ArrayList<>(tables.crossChecks().all());
    found.addAll(unreadable(tables));
    found.addAll(abandoned(tables));
    found.addAll(files.inconsistencies());
    return new Report(found.isEmpty(), tables.runs().count(), found);
  }

  private static List<Inconsistency> unreadable(Tables tables) {
    List<Inconsistency> found = new ArrayList<>();
    tables
        .crossChecks()
        .tasks()
        .forEach(
            (run, task) -> {
              try {
                Json.read(task, Task.class);
              } catch (IllegalArgumentException e) {
                found.add(
                    new Inconsistency(
                        Flaw.UNREADABLE_TASK,
                        run,
                        "run %s has a task that cannot be read".formatted(run),
                        "it cannot go on; submit its task again, or restore a backup"));
              }
            });
    return found;
  }

  /** What a live server will take up by itself is as it should be. */
  private List<Inconsistency> abandoned(Tables tables) {
    boolean isServed =
        tables.instances().all().stream()
            .filter(instance -> instance.role() == InstanceRole.SERVER)
            .anyMatch(owners::isAlive);
    Stream<OpenRun> executed =
        tables.openRuns().all().stream()
            .filter(run -> run.state() == RunState.RUNNING && run.owner().isPresent())
            .filter(run -> !(isServed && run.isForServers()));
    return executed
        .filter(run -> ownerOf(tables, run).filter(owners::isAlive).isEmpty())
        .map(LedgerCheck::abandoned)
        .toList();
  }

  private static Optional<InstanceRecord> ownerOf(Tables tables, OpenRun run) {
    return run.owner().flatMap(id -> tables.instances().find(id));
  }

  private static Inconsistency abandoned(OpenRun run) {
    return new Inconsistency(
        Flaw.ABANDONED,
        run.id(),
        "run %s is running, but the process that executed it is gone".formatted(run.id()),
        run.source().equals(RunRecord.FOREGROUND)
            ? "./drover retry %s goes on with it".formatted(run.id())
            : "./drover serve goes on with it");
  }
}
