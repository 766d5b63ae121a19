package drover.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.cli.Caller;
import drover.cli.Caller.Answer;
import drover.ledger.Ledger;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands print what the schemas say, and nothing beside it. */
class PrintedDocumentsTest {
  private static final String TRANSCRIPTS = "src/test/resources/transcripts/";

  @TempDir private static Path home;
  private static Caller caller;
  private static Answer delivered;
  private static String id;

  @BeforeAll
  static void rehearse() {
    caller = Caller.at(home);
    delivered = caller.call("run", "publisher", "Write about tea", "--rehearse", "--json");
    id = Schemas.parse(delivered.printed()).path("id").asText();
  }

  @Test
  void run_prints_the_run() {
    JsonNode run = document("run", delivered);

    assertThat(delivered.status()).isZero();
    assertThat(run.path("outcome").asText()).isEqualTo("delivered");
    assertThat(run.path("rehearsal").asBoolean()).isTrue();
    assertThat(run.path("reviews")).hasSize(2);
    assertThat(run.path("effects")).hasSize(1);
  }

  @Test
  void a_run_that_needs_a_person_is_printed_as_well() {
    Answer blocked =
        caller
            .with("DROVER_REHEARSAL_MISBEHAVE", "substance-no")
            .call("run", "publisher", "Write about nothing", "--rehearse", "--json");

    assertThat(document("run", blocked).path("state").asText()).isEqualTo("blocked");
    assertThat(blocked.status()).isOne();
  }

  @Test
  void a_run_that_failed_is_printed_as_well() {
    Answer failed =
        caller
            .with("DROVER_REHEARSAL_MISBEHAVE", "break-build-forever")
            .call("run", "publisher", "Write about rust", "--rehearse", "--json");

    assertThat(document("run", failed).path("outcome").asText()).isEqualTo("verify-failed");
    assertThat(failed.status()).isOne();
  }

  @Test
  void a_run_that_met_a_limit_is_printed_with_its_events() {
    Caller poor =
        caller.with("DROVER_REHEARSAL_MISBEHAVE", "spend").with("DROVER_LIMITS_COST_USD", "0.35");
    Answer stopped = poor.call("run", "publisher", "Write about gold", "--rehearse", "--json");

    JsonNode run = document("run", stopped);
    assertThat(run.path("outcome").asText()).isEqualTo("over-budget");
    assertThat(poor.call("logs", run.path("id").asText(), "--json").lines())
        .allSatisfy(line -> assertThat(Schemas.problems("event", line)).isEmpty())
        .anySatisfy(line -> assertThat(line).contains("\"overshoot\":"));
  }

  @Test
  void credential_list_prints_where_there_are_some_and_none_of_them() {
    String token = "sk-ant-oat01-a-fake-token-for-a-document";
    Answer listed =
        caller.with("CLAUDE_CODE_OAUTH_TOKEN", token).call("credential", "list", "--json");

    JsonNode credentials = document("credentials", listed);
    assertThat(credentials).hasSize(1);
    assertThat(listed.printed()).doesNotContain(token);
  }

  @Test
  void show_prints_what_run_printed() {
    assertThat(document("run", caller.call("show", id, "--json")))
        .isEqualTo(Schemas.parse(delivered.printed()));
  }

  @Test
  void runs_prints_the_part_of_a_run_that_lists_show() {
    JsonNode runs = document("runs", caller.call("runs", "--state", "succeeded", "--json"));
    ObjectNode summary = (ObjectNode) Schemas.parse(delivered.printed());
    summary.remove(List.of("steps", "turns", "reviews", "effects", "approvals", "report"));

    assertThat(runs).hasSize(1);
    assertThat(runs.get(0)).isEqualTo(summary);
  }

  @Test
  void runs_prints_an_array_where_there_are_none(@TempDir Path elsewhere) {
    assertThat(document("runs", Caller.at(elsewhere).call("runs", "--json"))).isEmpty();
  }

  @Test
  void logs_prints_one_event_a_line() {
    Answer logs = caller.call("logs", id, "--json");

    assertThat(logs.lines()).hasSizeGreaterThan(20);
    assertThat(logs.lines())
        .allSatisfy(line -> assertThat(Schemas.problems("event", line)).as(line).isEmpty());
    assertThat(logs.lines().stream().map(line -> Schemas.parse(line).path("type").asText()))
        .contains("state", "step", "activity", "tool", "text", "review", "verify", "effect");
  }

  @Test
  void inspect_prints_one_object_for_one_file() {
    Answer answer = caller.call("inspect", TRANSCRIPTS + "rate-limit-warning.jsonl", "--json");

    assertThat(document("inspection", answer).isObject()).isTrue();
  }

  @Test
  void inspect_prints_an_array_for_more() {
    Answer answer =
        caller.call(
            "inspect", TRANSCRIPTS + "success.jsonl", TRANSCRIPTS + "auth-NOTHING.jsonl", "--json");

    assertThat(document("inspection", answer)).hasSize(2);
  }

  @Test
  void doctor_prints_its_findings() {
    JsonNode report = document("doctor", caller.call("doctor", "--json"));

    assertThat(report.path("findings").findValuesAsText("name")).contains("java", "git", "ledger");
  }

  @Test
  void doctor_looks_for_opencode_where_a_job_is_configured_for_it() {
    JsonNode without = document("doctor", caller.call("doctor", "--json"));
    assertThat(without.path("findings").findValuesAsText("name")).doesNotContain("opencode");

    JsonNode report =
        document(
            "doctor",
            caller
                .with("DROVER_JOBS_AGENT_RUNTIME", "opencode")
                .with("DROVER_OPENCODE_COMMAND", "/nonexistent/opencode")
                .call("doctor", "--json"));

    assertThat(report.path("findings").findValuesAsText("name"))
        .contains("opencode", "opencode-credential");
    assertThat(report.toString()).contains("set drover.opencode.command");
  }

  @Test
  void version_prints_the_version() {
    document("version", caller.call("--version", "--json"));
  }

  @Test
  void the_ledger_keeps_the_canonical_task() {
    try (Ledger ledger = Ledger.open(caller.dataDirectory())) {
      String task = ledger.read().runs().find(id).orElseThrow().taskJson();

      assertThat(Schemas.problems("task", task)).as(task).isEmpty();
    }
  }

  @Test
  void a_run_that_says_more_or_less_is_refused() {
    assertThat(Schemas.problems("run", changed(run -> run.put("colour", "blue")))).isNotEmpty();
    assertThat(Schemas.problems("run", changed(run -> run.remove("branch")))).isNotEmpty();
    assertThat(Schemas.problems("run", changed(run -> run.putNull("outcome")))).isNotEmpty();
    assertThat(Schemas.problems("run", changed(run -> run.put("outcome", "lucky")))).isNotEmpty();
    assertThat(Schemas.problems("run", changed(run -> run.put("state", "waiting")))).isNotEmpty();
    assertThat(Schemas.problems("run", changed(run -> run.put("createdAt", 0)))).isNotEmpty();
    assertThat(Schemas.problems("runs", "[" + delivered.printed() + "]")).isNotEmpty();
  }

  private static JsonNode changed(Consumer<ObjectNode> change) {
    ObjectNode run = (ObjectNode) Schemas.parse(delivered.printed());
    change.accept(run);
    return run;
  }

  /** Standard output holds it, and nothing else. */
  private static JsonNode document(String schema, Answer answer) {
    assertThat(answer.lines()).as(answer.complaints()).hasSize(1);
    JsonNode document = Schemas.parse(answer.printed());
    assertThat(Schemas.problems(schema, document)).as(answer.printed()).isEmpty();
    return document;
  }
}
