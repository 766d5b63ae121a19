package drover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.LedgerException;
import drover.run.ManualClock;
import drover.schemas.Schemas;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When work may be sent. */
class HealthTest {
  private final ManualClock clock = new ManualClock();
  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final Health health = new Health(this::write, clock);

  private void write() {
    tries.incrementAndGet();
    if (broken.get()) {
      throw new LedgerException("the ledger /var/lib/drover/ledger.db is read-only");
    }
  }

  @Test
  void it_is_ready_from_when_it_serves_until_it_stops_and_alive_all_the_time() {
    assertThat(health.readiness().status()).isEqualTo(503);
    health.serves();
    assertThat(health.readiness().status()).isEqualTo(200);
    health.stops();
    assertThat(health.readiness().status()).isEqualTo(503);
    assertThat(health.readiness().text()).contains("stopping");
    assertThat(health.liveness().status()).isEqualTo(200);
  }

  @Test
  void it_is_not_ready_while_the_ledger_cannot_be_written_and_does_not_say_where_that_is() {
    health.serves();
    broken.set(true);
    assertThat(health.readiness().status()).isEqualTo(503);
    assertThat(health.readiness().text()).contains("not writable").doesNotContain("/var");
    broken.set(false);
    clock.advance(Duration.ofSeconds(1));
    assertThat(health.readiness().status()).isEqualTo(200);
  }

  @Test
  void the_ledger_is_tried_once_a_second_however_often_somebody_asks() {
    health.serves();
    for (int i = 0; i < 100; i++) {
      health.readiness();
    }
    assertThat(tries).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    health.readiness();
    assertThat(tries).hasValue(2);
  }

  @Test
  void a_ledger_that_does_not_answer_is_not_ready_and_not_asked_again_meanwhile() {
    CountDownLatch release = new CountDownLatch(1);
    Health stuck =
        new Health(
            () -> {
              tries.incrementAndGet();
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            clock);
    stuck.serves();
    assertThat(stuck.readiness().status()).isEqualTo(503);
    clock.advance(Duration.ofSeconds(5));
    assertThat(stuck.readiness().status()).isEqualTo(503);
    assertThat(tries).hasValue(1);
    release.countDown();
  }

  @Test
  void what_it_says_is_as_the_schema_describes() {
    for (String text : new String[] {health.readiness().text(), health.liveness().text()}) {
      assertThat(Schemas.problems("health", text)).isEmpty();
    }
  }
}
