package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Work of one kind is done together for all who wait for it, and each gets its own answer. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Store.class)
class CrowdTest {
  @Parameter private Store store;
  @TempDir private Path directory;
  private final List<Integer> sizes = new ArrayList<>();
  private Ledger ledger;
  private Crowd<String, String> crowd;

  @BeforeEach
  void open() {
    ledger = store.open(directory);
    crowd = ledger.crowd(this::insertAll);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void those_who_wait_are_served_at_once_and_told_after_the_commit() throws Exception {
    CountDownLatch gate = Threads.holdTheWriter(ledger);
    List<Threads.Call<String>> waiting = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      String id = "r" + n;
      waiting.add(
          Threads.startAndAwaitWaiting(
              () -> crowd.write(id) + ledger.read().runs().find(id).isPresent()));
    }
    gate.countDown();
    for (int n = 0; n < 20; n++) {
      assertThat(waiting.get(n).result()).isEqualTo("did r%dtrue".formatted(n));
    }
    assertThat(sizes).containsExactly(20);
  }

  @Test
  void one_that_cannot_be_done_is_told_alone() throws Exception {
    Sample.insert(ledger, "there already");
    CountDownLatch gate = Threads.holdTheWriter(ledger);
    var before = Threads.startAndAwaitWaiting(() -> crowd.write("before"));
    var failing = Threads.startAndAwaitWaiting(() -> crowd.write("there already"));
    var after = Threads.startAndAwaitWaiting(() -> crowd.write("after"));
    gate.countDown();

    assertThat(before.result()).isEqualTo("did before");
    assertThat(after.result()).isEqualTo("did after");
    assertThatThrownBy(failing::result)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LedgerException.class);
    assertThat(ledger.read().runs().count()).isEqualTo(3);
  }

  @Test
  void whoever_comes_later_is_served_too() {
    for (int n = 0; n < 5; n++) {
      assertThat(crowd.write("r" + n)).isEqualTo("did r" + n);
    }
    assertThat(sizes).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void a_closed_ledger_serves_nobody() {
    ledger.close();
    assertThatThrownBy(() -> crowd.write("late"))
        .isInstanceOf(LedgerException.class)
        .hasMessage("the ledger is closed");
  }

  private List<String> insertAll(Tables tables, List<String> ids) {
    sizes.add(ids.size());
    tables.newRuns().insert(ids.stream().map(Sample::run).toList());
    return ids.stream().map(id -> "did " + id).toList();
  }
}
