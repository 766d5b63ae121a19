package drover.pipeline;

import drover.machine.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;

/** Waiting takes no time, but time goes on by it. */
final class HurriedClock implements Clock {
  private final AtomicReference<Instant> now = new AtomicReference<>(Clock.system().now());
  private final Lock looking;

  /**
   * @param looking who holds it lets nobody come back from waiting
   */
  HurriedClock(Lock looking) {
    this.looking = looking;
  }

  @Override
  public Instant now() {
    return now.get();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    now.updateAndGet(time -> time.plus(duration));
    Thread.sleep(1);
    looking.lock();
    looking.unlock();
  }
}
