package drover.github.poll;

import static drover.github.poll.PollBench.IN_PROGRESS;
import static drover.github.poll.PollBench.READY;
import static org.assertj.core.api.Assertions.assertThat;

import drover.github.fake.FakeIssue;
import drover.ledger.RunState;
import drover.npm.NeedsNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the labels of an issue say while its run goes on, and afterwards. */
@NeedsNode
class IssueLabelsTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"succeeded", "failed", "cancelled", "blocked", "frozen"})
  void every_end_takes_both_labels_off(String state) {
    FakeIssue issue = ready("Tides");
    bench.poll();
    bench.end(bench.runs().getFirst(), RunState.valueOf(state.toUpperCase(java.util.Locale.ROOT)));
    bench.label();
    assertThat(issue.labels()).isEmpty();
    bench.poll();
    assertThat(bench.runs()).hasSize(1);
  }

  @Test
  void the_label_put_on_again_is_another_request_also_before_the_old_labels_are_off() {
    FakeIssue issue = ready("Tides");
    bench.poll();
    bench.end(bench.runs().getFirst(), RunState.FAILED);
    issue.unlabel(READY);
    issue.label("ada", READY);
    bench.poll();
    assertThat(bench.runs()).hasSize(1); // the old label says that somebody works on it
    bench.label();
    assertThat(issue.labels()).containsExactly(READY);
    bench.poll();
    assertThat(bench.begun()).containsExactly("acme/site#1", "acme/site#1");
  }

  @Test
  void a_retried_run_puts_its_label_on_again() {
    FakeIssue issue = ready("Tides");
    bench.poll();
    String run = bench.runs().getFirst().id();
    bench.end(bench.runs().getFirst(), RunState.FAILED);
    bench.label();
    bench.ledger.write(
        tables -> {
          tables.runs().startAttempt(run, 2);
          return run;
        });
    bench.label();
    assertThat(issue.labels()).containsExactly(IN_PROGRESS);
  }

  @Test
  void a_claim_whose_run_was_never_written_holds_up_nobody_for_longer_than_a_minute() {
    ready("Tides");
    bench.ledger.write(
        tables -> {
          tables.issueClaims().insert("rgone", "acme/site", 7, 1, bench.clock.now());
          return "rgone";
        });
    bench.poll();
    assertThat(bench.runs()).isEmpty();
    bench.pass(Duration.ofSeconds(61));
    bench.poll();
    assertThat(bench.begun()).containsExactly("acme/site#1");
  }

  @Test
  void a_label_that_fails_neither_loses_nor_doubles_the_run() {
    FakeIssue issue = ready("Tides");
    bench.github.forgetRequests();
    bench.github.keptBy(new NoLabels());
    bench.poll();
    assertThat(bench.runs()).hasSize(1);
    assertThat(issue.labels()).containsExactly(READY);
    bench.poll();
    bench.github.keptBy(drover.github.fake.Doorkeeper.NONE);
    bench.pass(Duration.ofMinutes(1));
    bench.label();
    assertThat(issue.labels()).containsExactly(READY, IN_PROGRESS);
    assertThat(bench.runs()).hasSize(1);
  }

  private static final class NoLabels implements drover.github.fake.Doorkeeper {
    @Override
    public boolean letsIn(int number, String request) {
      return !request.startsWith("POST");
    }
  }
}
