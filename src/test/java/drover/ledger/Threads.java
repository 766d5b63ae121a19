package drover.ledger;

import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Threads whose progress a test can see without a clock. */
final class Threads {
  private Threads() {}

  /** A call under way in another thread. */
  record Call<T>(FutureTask<T> task, Thread thread) {
    T result() throws Exception {
      return task.get();
    }
  }

  static <T> Call<T> start(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    return new Call<>(task, Thread.ofPlatform().daemon().start(task));
  }

  /** Returns once the call waits for somebody else. */
  static <T> Call<T> startAndAwaitWaiting(Supplier<T> work) {
    Call<T> call = start(work);
    while (call.thread().getState() != Thread.State.WAITING && !call.task().isDone()) {
      Thread.onSpinWait();
    }
    return call;
  }
}
