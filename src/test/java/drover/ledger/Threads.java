package drover.ledger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Threads whose progress a test can see without a clock. */
public final class Threads {
  private Threads() {}

  /** A call under way in another thread. */
  public record Call<T>(FutureTask<T> task, Thread thread) {
    public T result() throws Exception {
      return task.get();
    }
  }

  public static <T> Call<T> start(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    return new Call<>(task, Thread.ofPlatform().daemon().start(task));
  }

  /** Returns once the call waits for somebody else. */
  public static <T> Call<T> startAndAwaitWaiting(Supplier<T> work) {
    Call<T> call = start(work);
    while (call.thread().getState() != Thread.State.WAITING && !call.task().isDone()) {
      Thread.onSpinWait();
    }
    return call;
  }

  /**
   * Keeps the writer inside a piece of work until the latch is counted down, so that what comes now
   * waits for the next commit.
   */
  public static CountDownLatch holdTheWriter(Ledger ledger) throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    start(
        () ->
            ledger.write(
                tables -> {
                  held.countDown();
                  try {
                    gate.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return "held";
                }));
    held.await();
    return gate;
  }
}
