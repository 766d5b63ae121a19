package drover.github.poll;

import static drover.github.poll.PollBench.IN_PROGRESS;
import static drover.github.poll.PollBench.READY;
import static org.assertj.core.api.Assertions.assertThat;

import drover.github.fake.FakeIssue;
import drover.ledger.RunState;
import drover.npm.NeedsNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which issue a run is begun for, and what its labels say. */
@NeedsNode
class GithubPollTest {
  @TempDir private Path folder;
  private PollBench bench;

  @BeforeEach
  void open() {
    bench = PollBench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
    assertThat(bench.github.violations()).isEmpty();
    bench.github.close();
  }

  private FakeIssue ready(String title) {
    return bench.site.issue(title).label("ada", READY);
  }

  @Test
  void a_labelled_issue_becomes_a_run_and_carries_the_other_label() {
    FakeIssue issue = ready("Tides are wrong");
    bench.poll();
    assertThat(bench.begun()).containsExactly("acme/site#1");
    assertThat(bench.runs().getFirst().source()).isEqualTo("poll");
    assertThat(bench.runs().getFirst().taskJson()).contains("\"requestedBy\":\"ada\"");
    assertThat(issue.labels()).containsExactly(READY, IN_PROGRESS);
    bench.poll();
    assertThat(bench.begun()).containsExactly("acme/site#1");
  }

  @Test
  void the_lower_priority_goes_first_none_last_then_the_lower_number() {
    ready("none");
    ready("two").label("ada", "priority:2");
    ready("one").label("ada", "priority:1").label("ada", "priority:7");
    ready("one as well").label("ada", "priority:1");
    for (int round = 0; round < 4; round++) {
      bench.poll();
      bench.end(bench.runs().getFirst(), RunState.SUCCEEDED);
      bench.label();
      bench.pass(Duration.ofMinutes(5));
    }
    assertThat(bench.begun())
        .containsExactly("acme/site#3", "acme/site#4", "acme/site#2", "acme/site#1");
  }

  @ParameterizedTest
  @CsvSource({"admin,1", "maintain,1", "write,1", "triage,0", "read,0", "none,0"})
  void only_who_may_write_is_heard(String role, int runs) {
    bench.site.roles.put("bob", role);
    bench.site.issue("Bob's").label("bob", READY);
    bench.poll();
    assertThat(bench.runs()).hasSize(runs);
  }

  @Test
  void the_latest_application_counts_and_not_an_earlier_one() {
    FakeIssue issue = ready("Tides");
    issue.unlabel(READY);
    issue.label("mallory", READY);
    bench.poll();
    assertThat(bench.runs()).isEmpty();
    issue.unlabel(READY);
    issue.label("ada", READY);
    bench.poll();
    assertThat(bench.runs()).hasSize(1);
  }

  @Test
  void an_application_on_a_later_page_is_found() {
    FakeIssue issue = bench.site.issue("Long").label("ada", READY);
    for (int i = 0; i < 150; i++) {
      issue.label("ada", "x");
      issue.unlabel("x");
    }
    issue.unlabel(READY);
    issue.label("mallory", READY);
    bench.poll();
    assertThat(bench.runs()).isEmpty();
  }

  @Test
  void a_bot_is_nobody_to_be_trusted_and_neither_is_an_account_that_is_gone() {
    bench.site.roles.put("helper[bot]", "admin");
    bench.site.issue("Bot's").label("helper[bot]", READY);
    bench.site.issue("Ghost's").label("ghost", READY);
    bench.poll();
    assertThat(bench.runs()).isEmpty();
  }

  @Test
  void an_open_blocker_holds_it_up_and_a_closed_one_does_not() {
    FakeIssue blocker = bench.site.issue("First this");
    FakeIssue issue = ready("Then that");
    issue.blockers.add(blocker);
    bench.poll();
    assertThat(bench.runs()).isEmpty();
    blocker.open = false;
    bench.poll();
    assertThat(bench.begun()).containsExactly("acme/site#2");
  }

  @Test
  void blocked_by_in_its_text_counts_as_well_also_where_github_has_no_dependencies() {
    bench.site.withoutDependencies = true;
    FakeIssue blocker = bench.site.issue("First this");
    FakeIssue issue = ready("Then that");
    issue.body = "Please.\n\n- Blocked by: #1 and acme/other#5\n";
    bench.poll();
    assertThat(bench.runs()).isEmpty();
    assertThat(bench.why("acme/site#2").why())
        .contains("acme/site#1 is open", "acme/other#5", "not on drover.github.allowlist")
        .contains("knows no dependencies");
    blocker.open = false;
    issue.body = "Blocked by #1";
    bench.poll();
    assertThat(bench.begun()).containsExactly("acme/site#2");
  }

  @Test
  void one_that_cannot_begin_lets_the_next_one_pass() {
    bench.site.issue("Mallory's").label("mallory", READY).label("mallory", "priority:1");
    ready("Ada's");
    bench.poll();
    assertThat(bench.begun()).containsExactly("acme/site#2");
  }

  @Test
  void a_label_that_no_run_explains_holds_up_its_repository() {
    bench.site.issue("By hand").label("grace", IN_PROGRESS);
    ready("Tides");
    bench.poll();
    assertThat(bench.runs()).isEmpty();
    assertThat(bench.why("acme/site#2").gate()).contains("in-progress");
  }

  @Test
  void two_pollers_on_one_ledger_begin_one_run() {
    ready("Tides");
    ready("Moons");
    try (PollBench other = bench.beside()) {
      CompletableFuture<Void> there = CompletableFuture.runAsync(other::poll);
      bench.poll();
      there.join();
      other.poll();
      assertThat(bench.begun()).containsExactly("acme/site#1");
      assertThat(other.begun()).containsExactly("acme/site#1");
    }
  }

  @Test
  void repositories_do_not_hold_up_each_other() {
    bench.close();
    bench.github.close();
    bench = PollBench.in(folder.resolve("two"), Map.of("AFK_ALLOWLIST", "acme/gone,acme/site"));
    bench.enrol("acme/gone");
    ready("Tides");
    bench.poll();
    assertThat(bench.begun()).containsExactly("acme/site#1");
  }

  @Test
  void what_has_not_changed_is_not_sent_again() {
    bench.site.issue("Mallory's").label("mallory", READY);
    bench.poll();
    long full = bench.github.sent();
    bench.poll();
    assertThat(bench.github.sent()).isEqualTo(full);
    assertThat(bench.runs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill-switch", "allowlist", "paused", "enrolment"})
  void with_the_switch_thrown_or_nothing_allowed_nothing_is_read_or_written(String shut) {
    bench.close();
    bench.github.close();
    bench = PollBench.in(folder.resolve("shut"), environment(shut));
    ready("Tides");
    if (shut.equals("paused")) {
      bench.killSwitch.pause("ada", "");
    }
    if (shut.equals("enrolment")) {
      bench.ledger.write(
          tables -> {
            tables.enrolments().remove("acme/site");
            return shut;
          });
    }
    bench.github.forgetRequests();
    bench.poll();
    bench.label();
    assertThat(bench.github.requests()).isEmpty();
    assertThat(bench.runs()).isEmpty();
  }

  private static Map<String, String> environment(String shut) {
    return switch (shut) {
      case "kill-switch" -> Map.of("AFK_KILL_SWITCH", "true");
      case "allowlist" -> Map.of("AFK_ALLOWLIST", "");
      default -> Map.of();
    };
  }

  @Test
  void a_pull_request_with_the_label_is_no_issue() {
    bench.site.open("Tides", "", "agent/x", "main", false).labels.add(READY);
    bench.poll();
    assertThat(bench.runs()).isEmpty();
  }
}
