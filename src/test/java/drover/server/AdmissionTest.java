package drover.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.dispatch.KillSwitch;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.machine.Clock;
import drover.redact.Redactor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What begins, and what has to wait, in a server that rehearses. */
class AdmissionTest {
  private static final String HANG = "DROVER_REHEARSAL_MISBEHAVE";

  @TempDir private Path directory;
  private LiveServer server;

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void as_many_runs_begin_as_the_server_may_execute() {
    start(HANG, "hang", "DROVER_DISPATCH_RUNS", "2");
    List<String> runs = publish(4);

    server.await(runs.get(0), AdmissionTest::isLive);
    server.await(runs.get(1), AdmissionTest::isLive);

    server.look();
    assertThat(states(runs))
        .containsExactly(RunState.RUNNING, RunState.RUNNING, RunState.QUEUED, RunState.QUEUED);
  }

  @Test
  void a_job_may_have_a_limit_of_its_own() {
    start(HANG, "hang", "DROVER_JOBS_PUBLISHER_CONCURRENCY", "1");
    List<String> runs = publish(2);
    server.await(runs.getFirst(), AdmissionTest::isLive);

    String agent = agent();

    server.await(agent, AdmissionTest::isLive);
    assertThat(states(runs)).containsExactly(RunState.RUNNING, RunState.QUEUED);
  }

  @Test
  void a_serial_job_keeps_its_repository_for_itself() {
    start(HANG, "hang", "DROVER_JOBS_PUBLISHER_SERIAL_PER_REPOSITORY", "true");
    List<String> runs = publish(2);
    server.await(runs.getFirst(), AdmissionTest::isLive);

    server.await(agent(), AdmissionTest::isLive);

    assertThat(states(runs)).containsExactly(RunState.RUNNING, RunState.QUEUED);
  }

  @Test
  void when_the_budget_of_the_day_is_spent_nothing_more_begins() {
    start(HANG, "spend", "DROVER_LIMITS_DAY_COST_USD", "0.05", "DROVER_DISPATCH_RUNS", "1");
    String first = server.publish("dear").path("run").asText();
    assertThat(server.await(first, run -> run.state().isEnded()).outcome()).contains("over-budget");

    List<String> next = publish(1);

    server.look();
    assertThat(states(next)).containsExactly(RunState.QUEUED);
  }

  @Test
  void a_paused_factory_accepts_and_begins_nothing_until_it_is_resumed() {
    start();
    try (Ledger ledger = Ledger.open(directory)) {
      KillSwitch killSwitch = new KillSwitch(ledger, Clock.system(), new Redactor(Map.of()));
      killSwitch.pause("ada", "a test");
      List<String> runs = publish(2);
      server.look();
      assertThat(states(runs)).containsOnly(RunState.QUEUED);

      killSwitch.resume("ada", "");

      runs.forEach(run -> server.await(run, now -> now.state() == RunState.SUCCEEDED));
    }
  }

  @Test
  void paused_in_the_middle_a_run_waits_before_its_next_turn_and_goes_on_when_resumed() {
    start("DROVER_REHEARSAL_PAUSE", "0.3");
    try (Ledger ledger = Ledger.open(directory)) {
      KillSwitch killSwitch = new KillSwitch(ledger, Clock.system(), new Redactor(Map.of()));
      String run = server.publish("a topic").path("run").asText();
      server.await(run, now -> !ledger.read().turns().all(run).isEmpty());

      killSwitch.pause("ada", "a test");

      RunRecord parked = server.await(run, now -> now.state() == RunState.WAITING);
      assertThat(parked.waitingFor()).contains("resume");
      assertThat(parked.reason().orElse("")).startsWith("paused: ").contains("a test");
      killSwitch.resume("ada", "");
      server.await(run, now -> now.state() == RunState.SUCCEEDED);
    }
  }

  @Test
  void what_github_asked_for_begins_only_while_its_repository_is_on_the_allowlist() {
    start("DROVER_GITHUB_ALLOWLIST", "acme/site");
    try (Ledger ledger = Ledger.open(directory)) {
      new KillSwitch(ledger, Clock.system(), new Redactor(Map.of())).pause("ada", "a test");
      askedByGithub(ledger, "rlisted", "https://github.com/Acme/site.git");
      askedByGithub(ledger, "rstrange", "https://github.com/acme/other.git");
    }
    assertThat(gate("rlisted", "allowlist").path("open").asBoolean()).isTrue();
    assertThat(gate("rstrange", "allowlist").path("open").asBoolean()).isFalse();
    assertThat(gate("rstrange", "allowlist").path("why").asText()).contains("acme/other");
  }

  private JsonNode gate(String run, String name) {
    JsonNode gates = LiveServer.json(server.get("/api/why?run=" + run)).path("gates");
    for (JsonNode gate : gates) {
      if (gate.path("gate").asText().equals(name)) {
        return gate;
      }
    }
    throw new AssertionError("no gate " + name + " among " + gates);
  }

  private static void askedByGithub(Ledger ledger, String id, String repository) {
    ledger.write(
        tables -> {
          tables
              .runs()
              .insert(
                  new NewRun(
                      id,
                      "github",
                      id,
                      "digest",
                      "{}",
                      "publisher",
                      Optional.of(repository),
                      "rehearsal",
                      "claude",
                      0,
                      Clock.system().now()));
          return id;
        });
  }

  private void start(String... variables) {
    server = LiveServer.rehearsing(directory, variables);
  }

  private List<String> publish(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> server.publish("topic " + i).path("run").asText())
        .toList();
  }

  private String agent() {
    return LiveServer.json(
            server.post("/webhook", "{\"agent\":\"researcher\",\"prompt\":\"look around\"}"))
        .path("run")
        .asText();
  }

  private List<RunState> states(List<String> runs) {
    return runs.stream().map(run -> server.await(run, now -> true).state()).toList();
  }

  private static boolean isLive(RunRecord run) {
    return run.state() == RunState.RUNNING;
  }
}
