package drover.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.cli.Caller;
import drover.ledger.Claim;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.RunRecord;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.Task;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that nobody executes is a document like any other. */
class WaitingRunDocumentTest {
  private static final String ID = "raaaaaaaaaaaaaaaa";
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Task TASK =
      new Task(
          Task.VERSION,
          "agent",
          "Look around",
          Map.of("agent", "researcher"),
          Optional.empty(),
          Optional.empty(),
          "local",
          Mode.REAL,
          Confinement.NONE,
          Retention.KEEP,
          "cli",
          "somebody",
          0,
          Optional.empty(),
          Optional.empty());

  @TempDir private Path home;
  private Caller caller;

  @BeforeEach
  void recordRun() {
    caller = Caller.at(home);
    try (Ledger ledger = Ledger.open(caller.dataDirectory())) {
      ledger.write(
          tables -> {
            tables
                .runs()
                .insert(
                    new NewRun(
                        ID,
                        "cli",
                        "key",
                        TASK.digest(),
                        TASK.canonicalJson(),
                        "agent",
                        Optional.empty(),
                        "real",
                        "claude",
                        0,
                        NOW));
            return ID;
          });
    }
  }

  @Test
  void its_task_is_canonical() {
    assertThat(Schemas.problems("task", TASK.canonicalJson())).isEmpty();
  }

  @Test
  void a_queued_run_is_shown() {
    assertThat(run("show").path("state").asText()).isEqualTo("queued");
  }

  @Test
  void a_waiting_run_says_what_for() {
    park();

    assertThat(run("show").path("waitingFor").asText()).isEqualTo("resume");
  }

  @Test
  void cancel_prints_the_run_which_waits_no_longer() {
    park();
    JsonNode run = run("cancel");

    assertThat(run.path("state").asText()).isEqualTo("cancelled");
    assertThat(run.path("waitingFor").isNull()).isTrue();
  }

  private void park() {
    try (Ledger ledger = Ledger.open(caller.dataDirectory())) {
      ledger.write(
          tables -> {
            RunRecord run = tables.runs().find(ID).orElseThrow();
            Claim claim = tables.runs().claim(run, "somebody", NOW).orElseThrow();
            tables.runs().park(claim, "resume", Optional.empty(), "resume: interrupted");
            return ID;
          });
    }
  }

  private JsonNode run(String command) {
    Caller.Answer answer = caller.call(command, ID, "--json");
    assertThat(answer.status()).as(answer.complaints()).isZero();
    assertThat(Schemas.problems("run", answer.printed())).as(answer.printed()).isEmpty();
    return Schemas.parse(answer.printed());
  }
}
