package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(Store.class)
class ClosedLedgerTest {
  @Parameter private Store store;
  @TempDir private Path directory;

  @Test
  void a_write_after_close_is_refused() {
    Ledger ledger = store.open(directory);
    ledger.close();
    assertThatThrownBy(() -> Sample.insert(ledger, "late"))
        .isInstanceOf(LedgerException.class)
        .hasMessage("the ledger is closed");
  }

  @Test
  void closing_twice_is_closing_once() {
    Ledger ledger = store.open(directory);
    ledger.close();
    ledger.close();
  }

  @Test
  void a_write_that_comes_while_the_ledger_closes_hangs_neither_itself_nor_the_closing()
      throws Exception {
    Ledger ledger = store.open(directory);
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    var accepted =
        Threads.start(
            () ->
                ledger.write(
                    tables -> {
                      held.countDown();
                      await(gate);
                      tables.runs().insert(Sample.run("accepted"));
                      return "accepted";
                    }));
    held.await();
    var queued =
        Threads.startAndAwaitWaiting(
            () -> {
              Sample.insert(ledger, "queued");
              return "queued";
            });
    var closing =
        Threads.startAndAwaitWaiting(
            () -> {
              ledger.close();
              return "closed";
            });

    assertThatThrownBy(() -> Sample.insert(ledger, "late")).isInstanceOf(LedgerException.class);
    gate.countDown();
    assertThat(accepted.result()).isEqualTo("accepted");
    assertThat(queued.result()).isEqualTo("queued");
    assertThat(closing.result()).isEqualTo("closed");

    try (Ledger again = store.open(directory)) {
      assertThat(again.read().runs().find("accepted")).isPresent();
      assertThat(again.read().runs().find("queued")).isPresent();
      assertThat(again.read().runs().find("late")).isEmpty();
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
