package drover.github.poll;

import static drover.github.poll.PollBench.IN_PROGRESS;
import static drover.github.poll.PollBench.READY;
import static org.assertj.core.api.Assertions.assertThat;

import drover.github.fake.FakeIssue;
import drover.github.fake.Fault;
import drover.github.fake.Fault.Moment;
import drover.ledger.RunState;
import drover.npm.NeedsNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of issues while GitHub is away, or says no. */
@NeedsNode
class GithubPollFaultsTest {
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
  void github_is_left_alone_as_long_as_it_says() {
    ready("Tides");
    bench.github.forgetRequests();
    bench.github.askForPatience(Duration.ofSeconds(90));
    bench.github.plan(new Fault.Planned(0, Moment.BEFORE, Fault.SECONDARY_LIMIT));
    bench.poll();
    bench.pass(Duration.ofSeconds(89));
    bench.poll();
    assertThat(bench.github.requests()).hasSize(1);
    bench.pass(Duration.ofSeconds(2));
    bench.poll();
    assertThat(bench.begun()).containsExactly("acme/site#1");
  }

  @Test
  void a_repository_that_cannot_be_asked_rests_twice_as_long_each_time() {
    ready("Tides");
    bench.github.forgetRequests();
    for (int request = 0; request < 3; request++) {
      bench.github.plan(new Fault.Planned(request, Moment.BEFORE, Fault.BAD_GATEWAY));
    }
    bench.poll();
    bench.pass(Duration.ofSeconds(181));
    bench.poll();
    bench.pass(Duration.ofSeconds(181));
    bench.poll();
    assertThat(bench.github.requests()).hasSize(2);
    bench.pass(Duration.ofSeconds(181));
    bench.poll();
    assertThat(bench.github.requests()).hasSize(3);
  }

  @Test
  void every_fault_at_every_request_begins_one_run_in_the_end() {
    List<Fault> faults =
        List.of(Fault.SERVER_ERROR, Fault.FORBIDDEN, Fault.TOO_MANY_REQUESTS, Fault.MALFORMED);
    for (int request = 0; request < 13; request++) {
      for (Moment moment : Moment.values()) {
        onceWrong(new Fault.Planned(request, moment, Fault.CUT));
        onceWrong(new Fault.Planned(request, moment, faults.get(request % faults.size())));
      }
    }
  }

  private void onceWrong(Fault.Planned fault) {
    FakeIssue issue = ready("At " + fault);
    int before = bench.runs().size();
    bench.github.forgetRequests();
    bench.github.plan(fault);
    for (int look = 0; look < 3; look++) {
      bench.poll();
      bench.label();
      bench.pass(Duration.ofDays(1));
    }
    assertThat(bench.runs()).as(fault.toString()).hasSize(before + 1);
    bench.end(bench.runs().getFirst(), RunState.SUCCEEDED);
    bench.github.forgetRequests();
    bench.github.plan(fault);
    for (int look = 0; look < 3; look++) {
      bench.label();
      bench.poll();
      bench.pass(Duration.ofDays(1));
    }
    assertThat(bench.runs()).as(fault.toString()).hasSize(before + 1);
    if (fault.fault() != Fault.FORBIDDEN) { // a refusal is taken as one
      assertThat(issue.labels()).as(fault.toString()).isEmpty();
    }
    issue.open = false;
    issue.unlabel(IN_PROGRESS);
    issue.unlabel(READY);
  }
}
