package drover.github.effect;

import static org.assertj.core.api.Assertions.assertThat;

import drover.effect.Receipt;
import drover.github.fake.Fault;
import drover.npm.NeedsNode;
import drover.run.RunEnded;
import drover.run.RunWaiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong, before or after it was done, at whichever request: the run waits, asks
 * again, and in the end the effect is there exactly once.
 */
@NeedsNode
class EveryFaultIT {
  private static final int MOST_WAITS = 3;

  @TempDir private Path folder;
  private GithubBench bench;
  private int waits;

  @BeforeEach
  void prepare() throws Exception {
    bench = new GithubBench(folder, GithubBench.app()).worked();
  }

  @AfterEach
  void close() {
    assertThat(bench.github.violations()).isEmpty();
    bench.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(Fault.values())
        .flatMap(
            fault ->
                Arrays.stream(Fault.Moment.values()).map(moment -> Arguments.of(fault, moment)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_branch_is_pushed_once(Fault fault, Fault.Moment moment) {
    int places = requestsOf("push", "agent/peace");
    for (int place = 0; place < places; place++) {
      begin("agent/push-" + place);
      bench.github.plan(new Fault.Planned(place, moment, fault));
      persist("push");
      assertThat(bench.site.head(bench.workspace.branch())).as("at %d", place).contains(bench.sha);
    }
    assertThat(waits).isPositive(); // a connection that is cut is often tried again at once
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_pull_request_is_opened_once(Fault fault, Fault.Moment moment) {
    bench.pushedByItself("agent/peace");
    int places = requestsOf("pull-request", "agent/peace");
    for (int place = 0; place < places; place++) {
      begin("agent/pull-" + place);
      bench.pushedByItself(bench.workspace.branch());
      bench.github.plan(new Fault.Planned(place, moment, fault));
      persist("pull-request");
      assertThat(bench.site.pulls).as("at %d", place).hasSize(place + 2);
      assertThat(bench.site.pulls.getLast().body).isEqualTo("All of it.");
    }
    assertThat(waits).isPositive(); // a connection that is cut is often tried again at once
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_pull_request_is_updated_and_labelled(Fault fault, Fault.Moment moment) {
    bench.pushedByItself("agent/peace");
    bench.site.open("Old", "Old", "agent/peace", "main", true);
    int places = requestsOf("pull-request", "agent/peace");
    int more = requestsOf("pull-request-label", "agent/peace");
    for (int place = 0; place < places + more; place++) {
      String branch = "agent/more-" + place;
      bench.site.open("Old", "Old", branch, "main", true);
      begin(branch);
      bench.pushedByItself(branch);
      bench.github.plan(new Fault.Planned(place, moment, fault));
      persist("pull-request");
      persist("pull-request-label");
      assertThat(bench.site.pulls).hasSize(place + 2);
      assertThat(bench.site.pulls.getLast().title).isEqualTo("Publisher: tides");
      assertThat(bench.site.pulls.getLast().body).isEqualTo("All of it.");
      assertThat(bench.site.pulls.getLast().labels).containsExactly("agent-ready");
    }
  }

  /** How many requests it takes where nothing goes wrong. */
  private int requestsOf(String kind, String branch) {
    begin(branch);
    bench.bringAbout(kind);
    return bench.github.requests().size();
  }

  /** With no token that is still good. */
  private void begin(String branch) {
    bench.onBranch(branch);
    bench.clock.advance(Duration.ofHours(1));
    bench.github.forgetRequests();
  }

  private void persist(String kind) {
    for (int tries = 0; tries <= MOST_WAITS; tries++) {
      Throwable failure;
      try {
        Receipt receipt = bench.bringAbout(kind);
        assertThat(receipt.url()).startsWith(bench.github.webUrl());
        return;
      } catch (AssertionError e) {
        failure = drover.run.Causes.innermost(e);
      }
      if (failure instanceof RunEnded ended) {
        throw new AssertionError(ended.reason(), ended);
      }
      assertThat(failure).isInstanceOf(RunWaiting.class);
      waits++;
    }
    throw new AssertionError("still not there after " + MOST_WAITS + " waits");
  }
}
