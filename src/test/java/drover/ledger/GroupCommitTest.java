package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(Store.class)
class GroupCommitTest {
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
  void whoever_wrote_sees_the_row_as_soon_as_the_write_returns() throws Exception {
    List<Threads.Call<Boolean>> writers =
        IntStream.range(0, 64)
            .mapToObj(
                n ->
                    Threads.start(
                        () -> {
                          Sample.insert(ledger, "r" + n);
                          return ledger.read().runs().find("r" + n).isPresent();
                        }))
            .toList();
    for (Threads.Call<Boolean> writer : writers) {
      assertThat(writer.result()).isTrue();
    }
    assertThat(ledger.read().runs().count()).isEqualTo(64);
  }

  @Test
  void what_waits_when_a_transaction_begins_is_committed_with_it() throws Exception {
    CountDownLatch gate = Threads.holdTheWriter(ledger);
    List<Threads.Call<Integer>> queued = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      String id = "r" + n;
      queued.add(
          Threads.startAndAwaitWaiting(
              () ->
                  ledger.write(
                      tables -> {
                        tables.runs().insert(Sample.run(id));
                        return ledger.read().runs().count();
                      })));
    }
    gate.countDown();
    for (Threads.Call<Integer> call : queued) {
      assertThat(call.result()).as("rows committed before the batch was whole").isZero();
    }
    assertThat(ledger.read().runs().count()).isEqualTo(20);
  }

  @Test
  void a_piece_of_work_that_fails_undoes_itself_alone() throws Exception {
    CountDownLatch gate = Threads.holdTheWriter(ledger);
    var before = Threads.startAndAwaitWaiting(() -> inserted("before"));
    var failing =
        Threads.startAndAwaitWaiting(
            () ->
                ledger.write(
                    tables -> {
                      tables.runs().insert(Sample.run("half-done"));
                      throw new IllegalStateException("second thoughts");
                    }));
    var duplicate = Threads.startAndAwaitWaiting(() -> inserted("before"));
    var after = Threads.startAndAwaitWaiting(() -> inserted("after"));
    gate.countDown();

    assertThat(before.result()).isEqualTo("before");
    assertThat(after.result()).isEqualTo("after");
    assertThatThrownBy(failing::result)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(duplicate::result).hasCauseInstanceOf(LedgerException.class);
    assertThat(ids()).containsExactlyInAnyOrder("before", "after");
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalArgumentException("unchecked"),
        new FencedOut(new Claim("r1", "me", 1, 1)),
        new LedgerException("by the work itself"),
        new AssertionError("an error, not an exception"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void what_the_work_throws_arrives_unchanged_and_the_ledger_goes_on(Throwable thrown) {
    assertThatThrownBy(
            () ->
                ledger.write(
                    tables -> {
                      tables.runs().insert(Sample.run("undone"));
                      throw sneaky(thrown);
                    }))
        .isSameAs(thrown);
    assertThat(inserted("next")).isEqualTo("next");
    assertThat(ids()).containsExactly("next");
  }

  @Test
  void more_work_than_fits_one_commit_is_done_all_the_same() throws Exception {
    CountDownLatch gate = Threads.holdTheWriter(ledger);
    List<Threads.Call<String>> queued =
        IntStream.range(0, 300).mapToObj(n -> Threads.start(() -> inserted("r" + n))).toList();
    gate.countDown();
    for (Threads.Call<String> call : queued) {
      call.result();
    }
    assertThat(ledger.read().runs().count()).isEqualTo(300);
  }

  private String inserted(String id) {
    Sample.insert(ledger, id);
    return id;
  }

  private List<String> ids() {
    return ledger.read().runs().list(Optional.empty(), Optional.empty(), 1000).stream()
        .map(RunRecord::id)
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void the_writer_goes_on_after_an_error_of_the_machine_and_says_so() {
    AtomicReference<Error> error = new AtomicReference<>(new OutOfMemoryError("as scripted"));
    CommitWitness machine =
        new CommitWitness() {
          @Override
          public void beforeCommit() {
            Error next = error.getAndSet(null);
            if (next != null) {
              throw next;
            }
          }

          @Override
          public void afterCommit() {}
        };
    try (Ledger shaken = store.open(directory.resolve("shaken"), machine)) {
      assertThatThrownBy(() -> Sample.insert(shaken, "r1"))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("as scripted");

      Sample.insert(shaken, "r2");

      assertThat(shaken.read().runs().find("r1")).isEmpty();
      assertThat(shaken.read().runs().find("r2")).isPresent();
    }
  }

  @Test
  void a_witness_sees_nothing_before_and_everything_after_a_commit() {
    List<Integer> seen = new ArrayList<>();
    AtomicReference<Ledger> watched = new AtomicReference<>();
    CommitWitness witness =
        new CommitWitness() {
          @Override
          public void beforeCommit() {
            seen.add(watched.get().read().runs().count());
          }

          @Override
          public void afterCommit() {
            seen.add(watched.get().read().runs().count());
          }
        };
    try (Ledger opened = store.open(directory.resolve("watched"), witness)) {
      watched.set(opened);
      Sample.insert(opened, "r1");
    }
    assertThat(seen).containsExactly(0, 1);
  }
}
