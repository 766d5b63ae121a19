package drover.cluster.agenttask;

import static org.assertj.core.api.Assertions.assertThat;

import drover.run.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch of camel-kubernetes with what the list adds to it: nothing is missed for long. */
class ListeningTest {
  private static final int MOST_TRIES = 400;
  private static final long REST_NANOS = 25_000_000;

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private final ApiServer api = new ApiServer();

  @BeforeEach
  void now() {
    clock.advance(Duration.between(clock.now(), Instant.now()));
  }

  @AfterEach
  void end() {
    api.close();
  }

  private static void await(String what, BooleanSupplier condition) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (condition.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(REST_NANOS);
    }
    throw new AssertionError("it did not come to pass: " + what);
  }

  private void applyAndAwait(TaskBench bench, String name) {
    int before = bench.runs().size();
    api.apply(AgentTasksTest.TIDES.replace("name: tides", "name: " + name));
    await("a run", () -> bench.runs().size() == before + 1);
    await("its id", () -> api.task(name).status().runId().isPresent());
  }

  @Test
  void what_is_applied_is_heard_without_a_list() {
    try (TaskBench bench = TaskBench.hearing(directory, api, clock)) {
      bench.list();
      await("a watch", () -> api.watches.count() == 1);
      applyAndAwait(bench, "tides");
      assertThat(api.lists()).isEqualTo(1);
    }
  }

  @Test
  void a_broken_connection_is_made_again() {
    try (TaskBench bench = TaskBench.hearing(directory, api, clock)) {
      bench.list();
      await("a watch", () -> api.watches.count() == 1);
      api.watches.breakAll();
      await("a watch", () -> api.watches.count() == 1);
      applyAndAwait(bench, "tides");
      assertThat(api.lists()).isEqualTo(1);
    }
  }

  @Test
  void a_watch_that_ends_because_its_version_is_too_old_is_begun_again_and_nothing_is_missed() {
    try (TaskBench bench = TaskBench.hearing(directory, api, clock)) {
      bench.list();
      await("a watch", () -> api.watches.count() == 1);
      api.watches.forgetHistory();
      api.watches.breakAll();
      await("a refusal", api.watches::hasForgotten);
      api.apply(AgentTasksTest.TIDES);
      bench.list(); // finds it
      await("a run", () -> bench.runs().size() == 1);
      bench.list(); // notices that nobody told
      await("a watch", () -> api.watches.count() == 1);
      applyAndAwait(bench, "ebb");
    }
  }

  @Test
  void an_api_server_that_is_not_there_at_the_start_is_found_when_it_comes() {
    api.answersWith(503);
    try (TaskBench bench = TaskBench.listening(directory, api, clock)) {
      await("lists", () -> api.lists() > 2);
      api.answersWith(0);
      applyAndAwait(bench, "tides");
    }
  }
}
