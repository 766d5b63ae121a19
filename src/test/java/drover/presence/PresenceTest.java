package drover.presence;

import static org.assertj.core.api.Assertions.assertThat;

import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.PresenceTable.Present;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.run.ManualClock;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is said to be at work where. */
class PresenceTest {
  private static final String RUN = "rabcdefghijklmnop";

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private Ledger ledger;
  private Presence presence;

  @BeforeEach
  void open() {
    ledger = Ledger.open(folder);
    presence = new Presence(ledger, clock, "here");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void a_running_run_claims_its_repository_with_the_number_of_the_issue() {
    begin("here");
    presence.beat();
    assertThat(now()).extracting(Present::resource).containsExactly("repo:acme/site");
    assertThat(now()).extracting(Present::purpose).containsExactly("AFK #12");
  }

  @Test
  void a_heartbeat_keeps_the_claim_and_without_one_it_expires() {
    begin("here");
    presence.beat();
    clock.advance(Duration.ofSeconds(50));
    presence.beat();
    clock.advance(Duration.ofSeconds(50));
    assertThat(now()).hasSize(1);
    clock.advance(Duration.ofSeconds(11));
    assertThat(now()).isEmpty();
  }

  @Test
  void a_run_that_has_ended_lets_go_at_once() {
    begin("here");
    presence.beat();
    ledger.write(
        tables -> {
          tables.runs().end(RUN, RunState.SUCCEEDED, "delivered", "delivered: so", clock.now());
          return RUN;
        });
    assertThat(now()).isEmpty();
    presence.beat();
    assertThat(ledger.read().presence().isEmpty()).isTrue();
  }

  @Test
  void what_another_server_executes_is_its_own_to_claim() {
    begin("elsewhere");
    presence.beat();
    assertThat(now()).isEmpty();
  }

  private List<Present> now() {
    return ledger.read().presence().at(clock.now());
  }

  private void begin(String owner) {
    Task task =
        new Task(
            Task.VERSION,
            "implement-issue",
            "",
            Map.of("issue", "acme/site#12"),
            Optional.of("https://github.com/acme/site.git"),
            Optional.empty(),
            "local",
            Mode.REAL,
            Confinement.SANDBOX,
            Retention.REMOVE,
            "poll",
            "ada",
            0,
            Optional.empty(),
            Optional.empty());
    ledger.write(
        tables -> {
          tables
              .runs()
              .insert(
                  new NewRun(
                      RUN,
                      "poll",
                      "key",
                      task.digest(),
                      Json.write(task),
                      task.job(),
                      task.repository(),
                      "real",
                      "claude",
                      0,
                      clock.now()));
          RunRecord seen = tables.runs().find(RUN).orElseThrow();
          return tables.runs().claim(seen, owner, clock.now());
        });
  }
}
