package drover.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import drover.cli.Caller;
import drover.cli.Caller.Answer;
import drover.config.Configuration;
import drover.config.Settings;
import drover.factory.UpkeepParts;
import drover.json.Json;
import drover.ledger.CommitWitness;
import drover.ledger.Ledger;
import drover.ledger.LedgerException;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.redact.Redactor;
import drover.schemas.Schemas;
import drover.workspace.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ledger tidy}: what goes, what stays, and that nothing is lost in between. */
class RetentionTest {
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
  void what_is_young_stays_whole() {
    ledger.age(29);

    assertThat(tidy().path("goes")).isEmpty();
  }

  @Test
  void a_dry_run_tells_what_goes_and_what_stays_and_removes_nothing() {
    ledger.age(31);

    JsonNode plan = document(caller.call("ledger", "tidy", "--dry-run", "--json"));

    assertThat(plan.path("dryRun").asBoolean()).isTrue();
    assertThat(parts(plan)).containsKeys(ledger.succeeded(), ledger.retried()).hasSize(2);
    assertThat(parts(plan).get(ledger.succeeded())).containsExactly("home", "workspace");
    assertThat(plan.path("bytes").asLong()).isPositive();
    assertThat(plan.path("kept").get(0).path("run").asText()).isEqualTo(ledger.blocked());
    assertThat(ledger.run(ledger.succeeded()).resolve("home")).isDirectory();
    assertThat(caller.call("ledger", "tidy", "--dry-run").printed())
        .contains(
            "goes: of run " + ledger.succeeded() + " home, workspace,",
            "stays: run " + ledger.blocked() + ", it is blocked: approve,",
            "nothing was removed");
  }

  @Test
  void after_a_month_homes_and_repositories_go_and_the_rest_is_still_to_be_read() {
    ledger.age(31);

    tidy();

    assertThat(ledger.files(ledger.succeeded())).containsExactlyInAnyOrder("turns", "artifacts");
    assertThat(caller.call("show", ledger.succeeded()).status()).isZero();
    assertThat(caller.call("logs", ledger.succeeded(), "--raw").printed()).contains("session_id");
    assertThat(tidy().path("goes")).isEmpty();
    assertClean();
  }

  @Test
  void raw_output_that_went_is_missed_by_nobody() {
    ledger.age(91);

    tidy();

    assertThat(ledger.files(ledger.succeeded())).containsExactly("artifacts");
    Answer raw = caller.call("logs", ledger.succeeded(), "--raw");
    assertThat(raw.printed()).isEmpty();
    assertThat(raw.complaints()).contains("the output of turn 1 was removed");
    assertClean();
  }

  @Test
  void after_a_year_all_of_it_goes_and_that_is_audited() {
    ledger.age(366);

    tidy();

    assertThat(ledger.run(ledger.succeeded())).doesNotExist();
    assertThat(caller.call("show", ledger.succeeded()).complaints()).contains("no run");
    try (Ledger open = Ledger.open(ledger.data())) {
      assertThat(open.read().audit().ofRun(ledger.succeeded()))
          .singleElement()
          .satisfies(entry -> assertThat(entry.what()).isEqualTo("tidy"));
      assertThat(open.read().runs().find(ledger.blocked())).isPresent();
    }
    assertClean();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update runs set state = 'blocked'",
        "update runs set state = 'failed'",
        "update runs set state = 'frozen'",
        "delete from effects; update runs set state = 'cancelled', head_sha = 'abc'",
        "update runs set pull_request = 'https://github.com/a/b/pull/1'",
        "update effects set state = 'sent'",
        "update effects set state = 'intended'"
      })
  void what_a_person_may_still_need_stays_and_is_named(String change) {
    ledger.age(999);
    ledger.sql(change);

    JsonNode report = tidy();

    assertThat(parts(report)).doesNotContainKey(ledger.succeeded());
    assertThat(report.path("kept").findValuesAsText("run")).contains(ledger.succeeded());
    assertThat(ledger.run(ledger.succeeded()).resolve("clean.git")).isDirectory();
  }

  @Test
  void a_pull_request_that_was_merged_or_closed_keeps_nothing() {
    ledger.age(999);
    ledger.sql(
        """
        update runs set pull_request = 'https://github.com/a/b/pull/1' where id = '%1$s'; \
        insert into pull_request_ends values ('https://github.com/a/b/pull/1', '%1$s', 'merged', 'ada', 1)
        """
            .formatted(ledger.succeeded()));

    assertThat(parts(tidy())).containsKey(ledger.succeeded());
    assertClean();
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "running", "waiting"})
  void what_belongs_to_a_run_that_has_not_ended_is_not_even_looked_at(String state) {
    ledger.age(999);
    ledger.sql("update runs set state = '%s', waiting_for = 'resume'".formatted(state));

    JsonNode report = tidy("DROVER_RETENTION_UNFINISHED_DAYS", "1");

    assertThat(report.path("goes")).isEmpty();
    assertThat(report.path("kept")).isEmpty();
    assertThat(ledger.run(ledger.succeeded()).resolve("home")).isDirectory();
  }

  @Test
  void runs_that_need_a_person_go_where_somebody_has_set_an_age_for_them() {
    ledger.age(400);

    assertThat(parts(tidy("DROVER_RETENTION_UNFINISHED_DAYS", "399")))
        .containsKey(ledger.blocked());
    assertThat(ledger.run(ledger.blocked())).doesNotExist();
  }

  @Test
  void a_run_whose_files_went_is_told_so_when_somebody_wants_it_to_go_on() {
    ledger.age(31);
    tidy("DROVER_RETENTION_UNFINISHED_DAYS", "1");

    for (Answer refused :
        List.of(
            caller.call("tell", ledger.succeeded(), "Shorter, please"),
            caller.call("retry", ledger.blocked()))) {
      assertThat(refused.status()).isOne();
      assertThat(refused.complaints())
          .contains("cannot go on, its files were removed", "submit its task again");
    }
    assertClean();
  }

  @Test
  void a_run_that_began_again_since_it_was_looked_at_loses_nothing() {
    ledger.age(31);
    try (Ledger open = Ledger.open(ledger.data())) {
      UpkeepParts upkeep = upkeep(open);
      List<Due> due = upkeep.retention().due();
      assertThat(due).isNotEmpty();
      ledger.sql("update runs set state = 'queued', fence = fence + 1");

      assertThat(due).noneMatch(upkeep.tidying()::remove);
    }
    assertThat(ledger.run(ledger.succeeded()).resolve("home")).isDirectory();
  }

  @Test
  void who_dies_after_files_got_another_name_and_before_that_was_recorded_harms_nobody() {
    ledger.age(31);
    CommitWitness death =
        new CommitWitness() {
          @Override
          public void beforeCommit() {
            throw new IllegalStateException("killed");
          }

          @Override
          public void afterCommit() {} // never reached
        };
    try (Ledger open = Ledger.open(ledger.data(), death)) {
      UpkeepParts upkeep = upkeep(open);
      Due first = upkeep.retention().due().getFirst();
      assertThatThrownBy(() -> upkeep.tidying().remove(first)).isInstanceOf(LedgerException.class);
    }
    assertThat(ledger.files(ledger.succeeded())).anyMatch(name -> name.startsWith(".leaving-"));

    tidy();

    assertThat(ledger.files(ledger.succeeded())).containsExactlyInAnyOrder("turns", "artifacts");
    assertClean();
  }

  @Test
  void what_a_killed_one_did_not_delete_is_deleted_by_the_next() throws IOException {
    Path run = ledger.data().resolve("runs/.leaving-0b9d");
    Path part = ledger.run(ledger.blocked()).resolve(".leaving-77aa");
    Files.createDirectories(run.resolve("home/deep"));
    Files.createDirectories(part.resolve("turns"));

    tidy();

    assertThat(run).doesNotExist();
    assertThat(part).doesNotExist();
  }

  @Test
  void past_the_size_the_oldest_go_first_and_no_more_than_needed() throws IOException {
    ledger.sql(
        "update runs set finished_at = finished_at - 3600000 where id = '%s'"
            .formatted(ledger.retried()));
    for (String run : List.of(ledger.succeeded(), ledger.retried(), ledger.blocked())) {
      Files.write(ledger.run(run).resolve("artifacts/large"), new byte[4 << 20]);
    }

    JsonNode report = tidy("DROVER_RETENTION_SIZE_MB", "12");

    assertThat(parts(report)).containsOnlyKeys(ledger.retried());
    assertThat(report.at("/goes/0/why").asText()).contains("size-mb");
    assertThat(ledger.run(ledger.succeeded()).resolve("artifacts/large")).exists();
  }

  private UpkeepParts upkeep(Ledger open) {
    Settings settings = Configuration.load(Optional.empty(), caller.environment()).settings();
    Git git = Git.clean(new CommandRunner(new ForkingLauncher(), Clock.system()), System.getenv());
    return new UpkeepParts(
        settings, git, open, Clock.system(), new Redactor(Map.of()), ledger.data(), "somebody");
  }

  private JsonNode tidy() {
    return document(caller.call("ledger", "tidy", "--json"));
  }

  private JsonNode tidy(String variable, String value) {
    return document(caller.with(variable, value).call("ledger", "tidy", "--json"));
  }

  private static JsonNode document(Answer answer) {
    assertThat(answer.status()).as(answer.complaints()).isZero();
    assertThat(Schemas.problems("ledger-tidy", answer.printed())).isEmpty();
    return Json.tree(answer.printed());
  }

  private static Map<String, List<String>> parts(JsonNode report) {
    return report
        .path("goes")
        .valueStream()
        .collect(
            java.util.stream.Collectors.toMap(
                due -> due.path("run").asText(),
                due -> due.path("parts").valueStream().map(JsonNode::asText).toList()));
  }

  private void assertClean() {
    assertThat(caller.call("ledger", "check").printed()).contains("nothing contradicts itself");
  }
}
