package drover.claude;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds an answer back until a test has done what it wants to do in the middle of a turn. */
public final class Gate {
  private static final int HANGING_AFTER_SECONDS = 60;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  static Gate alreadyOpen() {
    Gate gate = new Gate();
    gate.open();
    return gate;
  }

  public void open() {
    opened.countDown();
  }

  /** Returns when the turn has got so far that it waits here. */
  public void awaitReached() throws InterruptedException {
    if (!reached.await(HANGING_AFTER_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("No request came to the gate");
    }
  }

  void pass() throws InterruptedException {
    reached.countDown();
    opened.await();
  }
}
