package drover.operate;

import drover.ledger.NewRun;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.Task;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A run that somebody began with {@code ./drover run}. */
final class Foreground {
  private Foreground() {}

  static String failed(Tables tables, String id) {
    Task task =
        new Task(
            Task.VERSION,
            "publisher",
            "A topic",
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            "local",
            Mode.REHEARSAL,
            Confinement.SANDBOX,
            Retention.REMOVE,
            "cli",
            "somebody",
            0,
            Optional.empty(),
            Optional.empty());
    tables
        .runs()
        .insert(
            new NewRun(
                id,
                "cli",
                id,
                task.digest(),
                task.canonicalJson(),
                task.job(),
                Optional.empty(),
                "rehearsal",
                "claude",
                0,
                Instant.EPOCH));
    tables.runs().end(id, RunState.FAILED, "failed", "failed: for the test", Instant.EPOCH);
    return id;
  }
}
