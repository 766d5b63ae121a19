package drover.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.OpenRun;
import drover.ledger.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FairOrderTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(10);

  private final FairOrder order = new FairOrder(STEP);

  @Test
  void within_a_repository_the_oldest_is_first() {
    assertThat(ids(run("b", "webhook", "x", 0, 2), run("a", "webhook", "x", 0, 1)))
        .containsExactly("a", "b");
  }

  @Test
  void sources_take_turns_however_much_one_of_them_has_queued() {
    List<OpenRun> flood =
        new ArrayList<>(
            IntStream.range(0, 1000).mapToObj(i -> run("f" + i, "webhook", "x", 0, i)).toList());
    flood.add(run("ticket", "linear", "x", 0, 5000));
    assertThat(order.of(flood, NOON).indexOf(flood.getLast())).isLessThanOrEqualTo(1);
  }

  @Test
  void repositories_of_one_source_take_turns() {
    assertThat(
            ids(
                run("x1", "webhook", "x", 0, 1),
                run("x2", "webhook", "x", 0, 2),
                run("y1", "webhook", "y", 0, 3)))
        .containsExactly("x1", "y1", "x2");
  }

  @Test
  void who_had_a_turn_is_behind_who_had_none() {
    OpenRun late = run("late", "webhook", "x", 0, 1);
    OpenRun other = run("other", "linear", "x", 0, 2);
    order.began(run("before", "webhook", "x", 0, 0));
    assertThat(order.of(List.of(late, other), NOON)).containsExactly(other, late);
  }

  @Test
  void a_higher_priority_goes_first() {
    assertThat(ids(run("low", "webhook", "x", 0, 1), run("high", "webhook", "y", 5, 2)))
        .containsExactly("high", "low");
  }

  @Test
  void waiting_lifts_a_run_to_the_highest_priority_that_is_asked_for() {
    OpenRun low = run("low", "webhook", "x", 0, -50 * 60);
    OpenRun high = run("high", "webhook", "x", 5, 0);
    assertThat(order.of(List.of(high, low), NOON)).containsExactly(low, high);
  }

  @Test
  void waiting_lifts_nobody_over_who_waits_at_the_same_priority() {
    List<OpenRun> old =
        new ArrayList<>(
            IntStream.range(0, 50).mapToObj(i -> run("f" + i, "webhook", "x", 0, -9000)).toList());
    OpenRun fresh = run("fresh", "linear", "x", 0, 0);
    old.add(fresh);
    assertThat(order.of(old, NOON).indexOf(fresh)).isLessThanOrEqualTo(1);
  }

  @Test
  void what_has_begun_goes_on_first() {
    OpenRun begun =
        new OpenRun(
            "begun",
            "webhook",
            "publisher",
            Optional.of("x"),
            "real",
            "claude",
            -5,
            RunState.WAITING,
            Optional.empty(),
            Optional.empty(),
            Optional.of("resume"),
            Optional.empty(),
            NOON);
    assertThat(order.of(List.of(run("urgent", "webhook", "x", 9, 0), begun), NOON).getFirst())
        .isEqualTo(begun);
  }

  @Property(tries = 200)
  void everybody_is_in_the_order_once(@ForAll("queues") List<OpenRun> queue) {
    List<OpenRun> ordered = order.of(queue, NOON);
    assertThat(ordered).hasSameSizeAs(queue);
    assertThat(new HashSet<>(ordered)).isEqualTo(new HashSet<>(queue));
  }

  /** Between two turns of a source, every other one that is queued as high has at most one each. */
  @Property(tries = 200)
  void nobody_is_passed_over_twice(@ForAll("queues") List<OpenRun> queue) {
    List<OpenRun> same = queue.stream().map(run -> at(run, 0)).toList();
    List<OpenRun> ordered = order.of(same, NOON);
    for (int i = 0; i < ordered.size(); i++) {
      String waiting = ordered.get(i).source();
      List<String> before =
          ordered.subList(lastTurn(ordered, waiting, i) + 1, i).stream()
              .map(OpenRun::source)
              .toList();
      assertThat(before).doesNotHaveDuplicates();
    }
  }

  private static int lastTurn(List<OpenRun> ordered, String source, int before) {
    for (int i = before - 1; i >= 0; i--) {
      if (ordered.get(i).source().equals(source)) {
        return i;
      }
    }
    return before
        - 1
        - (int) ordered.stream().limit(before).map(OpenRun::source).distinct().count();
  }

  @Provide
  Arbitrary<List<OpenRun>> queues() {
    return Combinators.combine(
            Arbitraries.of("webhook", "linear", "github"),
            Arbitraries.of("x", "y", "z"),
            Arbitraries.integers().between(-3, 3),
            Arbitraries.integers().between(-20_000, 0))
        .as((source, repository, priority, second) -> run("", source, repository, priority, second))
        .list()
        .ofMaxSize(60)
        .map(
            runs ->
                IntStream.range(0, runs.size())
                    .mapToObj(i -> named(runs.get(i), "r" + i))
                    .toList());
  }

  private List<String> ids(OpenRun... runs) {
    return order.of(List.of(runs), NOON).stream().map(OpenRun::id).toList();
  }

  private static OpenRun named(OpenRun run, String id) {
    return run(id, run.source(), run.repository().orElseThrow(), run.priority(), seconds(run));
  }

  private static OpenRun at(OpenRun run, int priority) {
    return run(run.id(), run.source(), run.repository().orElseThrow(), priority, seconds(run));
  }

  private static int seconds(OpenRun run) {
    return (int) Duration.between(NOON, run.createdAt()).toSeconds();
  }

  private static OpenRun run(
      String id, String source, String repository, int priority, int second) {
    return new OpenRun(
        id,
        source,
        "publisher",
        Optional.of(repository),
        "real",
        "claude",
        priority,
        RunState.QUEUED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        NOON.plusSeconds(second));
  }
}
