package drover.machine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A look at something large that many want at once: whoever asks gets one that began after they
 * asked, and everybody who waits for the same turn shares it.
 */
final class SharedLook<T> {
  private final Supplier<T> look;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable CompletableFuture<T> next;

  SharedLook(Supplier<T> look) {
    this.look = look;
  }

  T fresh() {
    CompletableFuture<T> mine = new CompletableFuture<>();
    CompletableFuture<T> shared = joinOrLead(mine);
    if (shared == mine) {
      lead(mine);
    }
    try {
      return shared.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private synchronized CompletableFuture<T> joinOrLead(CompletableFuture<T> mine) {
    if (next == null) {
      next = mine;
    }
    return next;
  }

  private void lead(CompletableFuture<T> mine) {
    turn.lock();
    try {
      begin();
      mine.complete(look.get());
    } catch (RuntimeException | Error e) { // those who wait are told the same
      mine.completeExceptionally(e);
    } finally {
      turn.unlock();
    }
  }

  /** Whoever asks from now on might miss what is looked at already. */
  private synchronized void begin() {
    next = null;
  }
}
