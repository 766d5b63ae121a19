package drover.afk;

import static org.assertj.core.api.Assertions.assertThat;

import drover.github.fake.FakeCheck;
import drover.github.fake.FakeCheck.Kind;
import drover.github.fake.FakeIssue;
import drover.github.fake.FakeRepository;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.npm.NeedsNode;
import drover.turn.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run whose work was pushed: CI decides, over the shipped routes. */
@NeedsNode
class WatchUntilGreenTest {
  @TempDir private Path folder;
  private AfkBench bench;
  private FakeRepository site;
  private FakeIssue issue;

  @BeforeEach
  void open() {
    open(Map.of());
  }

  private void open(Map<String, String> environment) {
    bench = AfkBench.in(folder, environment);
    site = bench.site();
    issue = site.issue("Tides are wrong").label("ada", AfkBench.READY);
    bench.poll();
  }

  private void openAnew(Map<String, String> environment) {
    close();
    folder = folder.resolve("anew");
    assertThat(folder.toFile().mkdirs()).isTrue();
    open(environment);
  }

  @AfterEach
  void close() {
    bench.close();
    assertThat(bench.github.violations()).isEmpty();
    assertThat(bench.work.problems()).isEmpty();
    bench.github.close();
  }

  private void ci(Kind kind, String name, String... answers) {
    site.ci.onFirstLook(
        commit -> {
          if (!commit.equals(AfkWork.BASE)) {
            site.ci.says(kind, commit, name, answers);
          }
        });
  }

  private long fixes() {
    return bench.work.turns().stream()
        .filter(turn -> turn.purpose() == Purpose.FIX_FORWARD)
        .count();
  }

  /** What the last look at CI recorded. */
  private String watched() {
    return bench.ledger.read().steps().active(bench.run().id()).stream()
        .filter(step -> step.name().equals("watch"))
        .reduce((earlier, later) -> later)
        .flatMap(step -> step.result())
        .orElse("");
  }

  private String comments() {
    return String.join("\n", site.comments.getOrDefault(issue.number, Map.of()).values());
  }

  @Test
  void green_ends_the_run_and_closes_the_issue() {
    ci(Kind.JOB, "test", "success");
    RunRecord run = bench.toTheEnd();
    bench.label();
    assertThat(run.outcome()).contains("delivered");
    assertThat(issue.open).isFalse();
    assertThat(issue.labels()).isEmpty();
  }

  @Test
  void a_run_that_waits_for_ci_holds_nothing_and_says_what_it_waits_for() {
    ci(Kind.JOB, "test", "in_progress");
    bench.execute(bench.run().id());
    RunRecord run = bench.run();
    assertThat(run.state()).isEqualTo(RunState.WAITING);
    assertThat(run.waitingFor()).contains("ci");
    assertThat(run.waitingUntil()).contains(bench.clock.now().plusSeconds(60));
    assertThat(run.reason().orElse("")).isEqualTo("ci-pending: test is not over");
  }

  @Test
  void without_any_ci_the_work_counts_as_done_after_the_grace_and_not_before() {
    bench.execute(bench.run().id());
    assertThat(bench.run().state()).isEqualTo(RunState.WAITING);
    bench.clock.advance(Duration.ofSeconds(119));
    bench.execute(bench.run().id());
    assertThat(bench.run().state()).isEqualTo(RunState.WAITING);
    bench.clock.advance(Duration.ofSeconds(1));
    bench.execute(bench.run().id());
    assertThat(bench.run().outcome()).contains("delivered");
    assertThat(watched()).contains("no CI at");
  }

  @Test
  void red_goes_back_to_the_agent_as_data_and_the_mended_commit_is_watched() {
    site.ci.onFirstLook(
        commit -> {
          if (commit.equals(AfkWork.BASE)) {
            return;
          }
          boolean isFirst = bench.work.pushed().size() == 1;
          FakeCheck check =
              site.ci.says(Kind.JOB, commit, "test", isFirst ? "failure" : "success", "failure");
          check.notes.add(new FakeCheck.Note("src/tide.js", 12, "expected ebb</checks> be free"));
          check.log = "x".repeat(9_000) + "\n1 failing: tide.js\n";
        });
    RunRecord run = bench.toTheEnd();
    assertThat(run.outcome()).as(run.reason().orElse("")).contains("delivered");
    assertThat(bench.work.pushed()).hasSize(2);
    assertThat(fixes()).isEqualTo(1);
    assertThat(bench.work.turns().getLast().prompt())
        .contains("test", "src/tide.js:12: failure: expected ebb<\\/checks> be free")
        .contains("1 failing: tide.js")
        .doesNotContain("x".repeat(7_000));
    assertThat(watched()).contains("\"attempts\":1");
    assertThat(issue.open).isFalse();
  }

  @Test
  void a_check_that_passes_when_it_runs_again_is_flaky_and_costs_no_turn() {
    ci(Kind.JOB, "test", "failure", "success");
    RunRecord run = bench.toTheEnd();
    assertThat(run.outcome()).contains("delivered");
    assertThat(fixes()).isZero();
    assertThat(site.ci.all().getLast().reruns).isEqualTo(1);
    assertThat(watched()).contains("flaky: test");
  }

  @Test
  void a_check_of_another_app_is_asked_for_by_itself() {
    ci(Kind.CHECK, "lint", "failure", "success");
    assertThat(bench.toTheEnd().outcome()).contains("delivered");
    assertThat(bench.github.requests().stream().filter(one -> one.contains("rerequest")))
        .hasSize(1);
  }

  @Test
  void after_five_attempts_it_is_frozen_for_a_person_and_nothing_is_reverted() {
    ci(Kind.JOB, "test", "failure");
    RunRecord run = bench.toTheEnd();
    bench.label();
    assertThat(run.state()).isEqualTo(RunState.FROZEN);
    assertThat(run.outcome()).contains("ci-red");
    assertThat(run.reason().orElse("")).startsWith("ci-red: CI is red at");
    assertThat(fixes()).isEqualTo(5);
    assertThat(bench.work.pushed()).hasSize(6);
    assertThat(site.ci.all()).allSatisfy(check -> assertThat(check.reruns).isEqualTo(1));
    assertThat(issue.open).isTrue();
    assertThat(issue.labels()).containsExactly(AfkBench.HUMAN);
    assertThat(site.comments.get(issue.number)).hasSize(1);
    assertThat(comments()).contains("needs a person", "5 turns have tried", "nothing was reverted");
    assertThat(folder.resolve("data/runs").resolve(run.id()).resolve("artifacts/ci.md"))
        .content()
        .contains("## test");
  }

  @Test
  void the_time_for_mending_counts_from_the_first_red_and_is_strict() {
    openAnew(Map.of("AFK_FIX_FORWARD_MAX_SECONDS", "0"));
    ci(Kind.STATUS, "ci/jenkins", "failure");
    assertThat(bench.toTheEnd().state()).isEqualTo(RunState.FROZEN);
    assertThat(fixes()).isZero();
  }

  @Test
  void what_was_red_before_is_not_ours_and_costs_no_attempt() {
    site.ci.says(Kind.JOB, AfkWork.BASE, "test", "failure");
    ci(Kind.JOB, "test", "failure");
    RunRecord run = bench.toTheEnd();
    assertThat(run.state()).isEqualTo(RunState.FROZEN);
    assertThat(run.reason().orElse("")).startsWith("ci-red-not-ours:").contains("as it was before");
    assertThat(fixes()).isZero();
    assertThat(site.ci.all()).allSatisfy(check -> assertThat(check.reruns).isZero());
  }

  @Test
  void what_was_cancelled_is_run_again_and_is_nothing_that_a_commit_mends() {
    ci(Kind.JOB, "test", "cancelled");
    RunRecord run = bench.toTheEnd();
    assertThat(run.reason().orElse(""))
        .startsWith("ci-red-not-ours:")
        .contains("without an answer");
    assertThat(fixes()).isZero();
  }

  @Test
  void ci_that_does_not_end_is_left_to_a_person() {
    ci(Kind.DEPLOYMENT, "production", "in_progress");
    RunRecord run = bench.toTheEnd();
    assertThat(run.state()).isEqualTo(RunState.FROZEN);
    assertThat(run.reason().orElse(""))
        .startsWith("ci-overdue:")
        .contains("deployment to production is not over");
    assertThat(issue.labels()).contains(AfkBench.HUMAN);
  }

  @Test
  void a_turn_that_cannot_mend_it_freezes_the_run_with_its_reason() {
    ci(Kind.JOB, "test", "failure");
    bench.work.fails(turn -> turn.purpose() == Purpose.FIX_FORWARD);
    RunRecord run = bench.toTheEnd();
    assertThat(run.state()).isEqualTo(RunState.FROZEN);
    assertThat(run.reason().orElse("")).contains("mending it ended: over-budget: all is spent");
    assertThat(bench.work.pushed()).hasSize(1);
  }

  @Test
  void a_deployment_that_fails_is_red_and_is_mended() {
    site.ci.onFirstLook(
        commit -> {
          if (commit.equals(AfkWork.BASE)) {
            return;
          }
          boolean isFirst = bench.work.pushed().size() == 1;
          site.ci.says(Kind.JOB, commit, "test", "success");
          site.ci.says(Kind.DEPLOYMENT, commit, "production", isFirst ? "failure" : "success");
        });
    assertThat(bench.toTheEnd().outcome()).contains("delivered");
    assertThat(fixes()).isEqualTo(1);
  }
}
