package drover.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.cli.Caller;
import drover.cli.Caller.Answer;
import drover.json.Json;
import drover.ledger.Flaw;
import drover.schemas.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ledger check}: a good ledger has nothing to name, each damage is named. */
class LedgerCheckTest {
  private static final String DONE = "(select id from runs where state = 'succeeded' limit 1)";

  @TempDir private static Path origin;
  private static GrownLedger grown;
  @TempDir private Path home;
  private GrownLedger ledger;
  private Caller caller;

  @BeforeAll
  static void grow() {
    grown = GrownLedger.in(origin);
  }

  @BeforeEach
  void copy() {
    ledger = grown.copyTo(home);
    caller = ledger.caller();
  }

  @Test
  void a_ledger_after_normal_runs_failures_and_retries_has_nothing_to_name() {
    Answer answer = caller.call("ledger", "check");

    assertThat(answer.printed()).isEqualTo("runs: 3; nothing contradicts itself\n");
    assertThat(answer.status()).isZero();
    assertThat(Schemas.problems("ledger-check", caller.call("ledger", "check", "--json").printed()))
        .isEmpty();
  }

  @Test
  void a_ledger_that_is_not_there_yet_has_nothing_to_name(@TempDir Path empty) {
    assertThat(Caller.at(empty).call("ledger", "check").status()).isZero();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void a_row_that_contradicts_the_others_is_named_with_its_run_and_a_mend(
      Flaw flaw, String damage) {
    ledger.sql(damage.replace("$done", DONE));

    assertNamed(flaw);
  }

  static Stream<Arguments> a_row_that_contradicts_the_others_is_named_with_its_run_and_a_mend() {
    return Stream.of(
        Arguments.of(Flaw.UNKNOWN_RUN, "delete from runs where id = $done"),
        Arguments.of(
            Flaw.UNKNOWN_RUN,
            "insert into spend(run, message_id, turn, invocation, usd, estimated) values ('rgone', 'm', 1, 1, 1, 0)"),
        Arguments.of(
            Flaw.UNKNOWN_RUN,
            "insert into tidied(run, part, announced_at) values ('rgone', 'home', 1)"),
        Arguments.of(Flaw.UNKNOWN_WORD, "update runs set state = 'asleep' where id = $done"),
        Arguments.of(
            Flaw.UNKNOWN_WORD, "update steps set state = 'skipped' where run = $done and seq = 2"),
        Arguments.of(Flaw.UNKNOWN_WORD, "update effects set state = 'lost' where run = $done"),
        Arguments.of(Flaw.UNREADABLE_TASK, "update runs set task_json = '{' where id = $done"),
        Arguments.of(Flaw.HALF_ENDED, "update runs set finished_at = null where id = $done"),
        Arguments.of(Flaw.HALF_ENDED, "update runs set outcome = null where id = $done"),
        Arguments.of(Flaw.HALF_ENDED, "update runs set state = 'queued' where id = $done"),
        Arguments.of(Flaw.STILL_OWNED, "update runs set owner = 'i1' where id = $done"),
        Arguments.of(Flaw.STILL_OWNED, "update runs set working_since = 1 where id = $done"),
        Arguments.of(Flaw.ABANDONED, "update runs set state = 'running' where id = $done"),
        Arguments.of(
            Flaw.ABANDONED, "update runs set state = 'running', owner = 'i1' where id = $done"),
        Arguments.of(Flaw.WAITS_FOR_NOTHING, "update runs set state = 'waiting' where id = $done"),
        Arguments.of(
            Flaw.OPEN_STEP, "update steps set state = 'running' where run = $done and seq = 3"),
        Arguments.of(
            Flaw.NO_RESULT, "update steps set result_json = null where run = $done and seq = 3"),
        Arguments.of(Flaw.STEPS_OUT_OF_ORDER, "delete from steps where run = $done and seq = 1"),
        Arguments.of(
            Flaw.STEPS_OUT_OF_ORDER, "update steps set attempt = 7 where run = $done and seq = 1"),
        Arguments.of(Flaw.OPEN_TURN, "update turns set outcome = null where run = $done"),
        Arguments.of(Flaw.BELONGS_NOWHERE, "update turns set step = 99 where run = $done"),
        Arguments.of(Flaw.BELONGS_NOWHERE, "update spend set invocation = 9 where run = $done"),
        Arguments.of(Flaw.EVENT_GAP, "delete from events where run = $done and seq = 4"),
        Arguments.of(Flaw.EVENT_GAP, "delete from events where run = $done and seq = 1"),
        Arguments.of(Flaw.OPEN_EFFECT, "update effects set state = 'sent' where run = $done"),
        Arguments.of(Flaw.OPEN_EFFECT, "update effects set state = 'intended' where run = $done"),
        Arguments.of(
            Flaw.TWO_ON_A_BRANCH,
            "drop index runs_branch; update runs set state = 'queued', repo = 'r', branch = 'b'"),
        Arguments.of(
            Flaw.MISSING_OUTPUT, "update turns set read_to = read_to + 1000000 where run = $done"),
        Arguments.of(
            Flaw.DAMAGED,
            "pragma writable_schema = on; delete from sqlite_master where name = 'runs_created'"));
  }

  @Test
  void output_that_is_gone_or_cut_off_is_named() throws IOException {
    Path output = ledger.run(ledger.succeeded()).resolve("turns/1-1.jsonl");
    Files.writeString(output, "{}");
    assertNamed(Flaw.MISSING_OUTPUT);
    Files.delete(output);
    assertNamed(Flaw.MISSING_OUTPUT);
  }

  @Test
  void files_of_a_run_that_is_not_known_are_named() throws IOException {
    Files.createDirectory(caller.dataDirectory().resolve("runs/rstray"));
    assertThat(assertNamed(Flaw.STRAY_FILES).path("what").asText())
        .contains(caller.dataDirectory() + "/runs/rstray");
  }

  @Test
  void a_run_that_is_to_go_on_without_its_files_is_named() throws IOException {
    ledger.sql(
        "update runs set state = 'waiting', waiting_for = 'resume', outcome = null,"
            + " finished_at = null where id = '%s'".formatted(ledger.blocked()));
    Files.move(ledger.run(ledger.blocked()), home.resolve("elsewhere"));
    assertThat(assertNamed(Flaw.MISSING_FILES).path("run").asText()).isEqualTo(ledger.blocked());
  }

  @Test
  void a_file_that_is_no_ledger_at_all_is_named() throws IOException {
    Files.writeString(caller.dataDirectory().resolve("ledger.db"), "Dear diary, ".repeat(999));
    assertNamed(Flaw.DAMAGED);
  }

  @Test
  void people_are_told_in_lines_and_by_the_exit_status() {
    ledger.sql("update effects set state = 'sent' where run = " + DONE);

    Answer answer = caller.call("ledger", "check");

    assertThat(answer.status()).isOne();
    assertThat(answer.lines())
        .singleElement()
        .asString()
        .matches("open-effect: run r[a-z2-7]{16} has ended as succeeded, but its branch .*; .*");
  }

  /** A flaw that no test above brings about could go unnoticed. */
  @Test
  void every_kind_of_flaw_is_brought_about_here() {
    Set<Flaw> missing = new HashSet<>(Arrays.asList(Flaw.values()));
    a_row_that_contradicts_the_others_is_named_with_its_run_and_a_mend()
        .map(arguments -> (Flaw) arguments.get()[0])
        .forEach(missing::remove);
    assertThat(missing).containsExactlyInAnyOrder(Flaw.MISSING_FILES, Flaw.STRAY_FILES);
  }

  private JsonNode assertNamed(Flaw flaw) {
    Answer answer = caller.call("ledger", "check", "--json");
    assertThat(answer.status()).as(answer.complaints()).isOne();
    assertThat(Schemas.problems("ledger-check", answer.printed())).isEmpty();
    return Json.tree(answer.printed())
        .path("findings")
        .valueStream()
        .filter(finding -> finding.path("flaw").asText().equals(flaw.word()))
        .peek(finding -> assertThat(finding.path("mend").asText()).isNotBlank())
        .peek(
            finding ->
                assertThat(finding.path("what").asText()).contains(finding.path("run").asText()))
        .min(Comparator.comparing(finding -> finding.path("what").asText()))
        .orElseThrow(() -> new AssertionError(flaw + " is not in " + answer.printed()));
  }
}
