package drover.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedLookTest {
  private final AtomicInteger world = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();
  private final CountDownLatch firstHasBegun = new CountDownLatch(1);
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);

  @Test
  void whoever_asks_sees_what_was_there_when_they_asked() {
    SharedLook<Integer> look = new SharedLook<>(world::get);
    for (int n = 0; n < 3; n++) {
      world.set(n);
      assertThat(look.fresh()).isEqualTo(n);
    }
  }

  @Test
  void many_who_ask_during_a_look_share_the_next_one_and_not_that_one() throws Exception {
    SharedLook<Integer> look = new SharedLook<>(this::slowAtFirst);
    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(look::fresh);
    firstHasBegun.await();
    world.set(1);
    List<Thread> threads = new ArrayList<>();
    List<Integer> seen = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int n = 0; n < 100; n++) {
      threads.add(Thread.ofVirtual().start(() -> seen.add(look.fresh())));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    firstMayEnd.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(first.join()).isZero();
    assertThat(seen).hasSize(100).containsOnly(1);
    assertThat(looks).hasValue(2);
  }

  @Test
  void a_look_that_fails_fails_for_those_who_asked_and_the_next_is_another_one() {
    SharedLook<Integer> look =
        new SharedLook<>(
            () -> {
              if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("no /proc");
              }
              return 7;
            });

    assertThatThrownBy(look::fresh).isInstanceOf(IllegalStateException.class);
    assertThat(look.fresh()).isEqualTo(7);
  }

  private int slowAtFirst() {
    int seen = world.get();
    if (looks.incrementAndGet() == 1) {
      firstHasBegun.countDown();
      try {
        firstMayEnd.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return seen;
  }
}
