package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What dispatch reads of a queue: the front of each lane, and all that have begun. */
@ParameterizedClass
@EnumSource(Store.class)
class QueueFrontTest {
  private static final int LONG = 500;

  @Parameter private Store store;
  @TempDir private Path directory;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = store.open(directory);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void of_a_long_lane_the_oldest_are_read_in_the_order_they_came() {
    List<Integer> ages = new ArrayList<>(IntStream.range(0, LONG).boxed().toList());
    Collections.shuffle(ages, new Random(7));
    insert(ages.stream().map(n -> queued("r%03d".formatted(n), "publisher", 0, n)).toList());

    assertThat(front(3)).containsExactly("r000", "r001", "r002");
  }

  @Test
  void a_short_lane_is_read_whole_behind_a_long_one() {
    insert(
        IntStream.range(0, LONG)
            .mapToObj(n -> queued("r%03d".formatted(n), "publisher", 0, n))
            .toList());
    insert(List.of(queued("other-job", "journalist", 0, LONG)));
    insert(List.of(queued("urgent", "publisher", 2, LONG + 1)));
    insert(List.of(inRepository("elsewhere", "acme/site", LONG + 2)));

    assertThat(front(1)).containsExactly("r000", "other-job", "urgent", "elsewhere");
  }

  @Test
  void more_lanes_than_a_statement_can_join_are_all_read() {
    insert(
        IntStream.range(0, LONG)
            .mapToObj(n -> inRepository("r%03d".formatted(n), "acme/" + n, n))
            .toList());

    assertThat(front(2)).hasSize(LONG).doesNotHaveDuplicates();
  }

  @Test
  void what_has_begun_is_always_read_and_what_has_ended_never() {
    insert(IntStream.range(0, 4).mapToObj(n -> queued("begun-" + n, "publisher", 0, n)).toList());
    insert(List.of(queued("waits", "publisher", 0, 4), queued("ended", "publisher", 0, 5)));
    insert(List.of(queued("queued", "publisher", 0, 6)));
    for (int n = 0; n < 4; n++) {
      claim("begun-" + n);
    }
    Claim waits = claim("waits");
    claim("ended");
    ledger.write(
        tables -> {
          tables.runs().park(waits, "time", Optional.empty(), "a usage limit");
          tables.runs().end("ended", RunState.SUCCEEDED, "delivered", "done", Sample.NOON);
          return "done";
        });

    assertThat(front(1))
        .containsExactly("begun-0", "begun-1", "begun-2", "begun-3", "waits", "queued");
  }

  @Test
  void a_run_of_a_command_in_the_foreground_is_not_read() {
    NewRun mine = queued("mine", "publisher", 0, 1);
    insert(
        List.of(
            new NewRun(
                mine.id(),
                "cli",
                mine.idemKey(),
                mine.digest(),
                mine.taskJson(),
                mine.job(),
                mine.repository(),
                mine.mode(),
                mine.runtime(),
                mine.priority(),
                mine.createdAt())));

    assertThat(front(1)).isEmpty();
  }

  private List<String> front(int most) {
    return ledger.read().openRuns().inFront(most).stream()
        .sorted(Comparator.comparing(OpenRun::createdAt))
        .map(OpenRun::id)
        .toList();
  }

  private Claim claim(String id) {
    return ledger.write(
        tables ->
            tables
                .runs()
                .claim(tables.runs().find(id).orElseThrow(), "one", Sample.NOON)
                .orElseThrow());
  }

  private void insert(List<NewRun> runs) {
    ledger.write(
        tables -> {
          tables.newRuns().insert(runs);
          return "done";
        });
  }

  private static NewRun queued(String id, String job, int priority, int second) {
    return row(id, job, Optional.empty(), priority, second);
  }

  private static NewRun inRepository(String id, String repository, int second) {
    return row(id, "publisher", Optional.of(repository), 0, second);
  }

  private static NewRun row(
      String id, String job, Optional<String> repository, int priority, int second) {
    Instant at = Sample.NOON.plusSeconds(second);
    return new NewRun(
        id, "webhook", id, "digest", "{}", job, repository, "real", "claude", priority, at);
  }
}
