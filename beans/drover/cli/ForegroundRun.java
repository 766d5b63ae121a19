package drover.cli;

import drover.factory.Factory;
import drover.ledger.RunState;
import drover.run.NotRunnable;
import drover.view.RunDocument;
import drover.view.RunDocument.Summary;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a run while somebody watches. Ctrl-C parks it: the agent is stopped, what it did is
 * kept, and the run can be resumed.
 */
final class ForegroundRun {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(ForegroundRun.class);

  private final Factory factory;
  private final Surroundings surroundings;
  private final CommonOptions common;
  private final ParkedRun parked;

  ForegroundRun(Factory factory, Surroundings surroundings, CommonOptions common) {
    this.factory = factory;
    this.surroundings = surroundings;
    this.common = common;
    this.parked = new ParkedRun(factory, surroundings, common);
  }

  /**
   * Carries out a run, and after it the runs that it handed in, which no server does.
   *
   * @return the exit status; where runs were handed in, {@code DONE} when one of them is done
   */
  int carryOut(String runId) {
    int status = carryOutAlone(runId);
    if (status == ExitStatus.DONE) {
      status =
          factory.handedInBy(runId).stream()
              .mapToInt(this::carryOutAlone)
              .min()
              .orElse(ExitStatus.DONE);
    }
    factory.tellPeople();
    if (common.json()) { // one document: that of the run which was asked for
      surroundings.printJson(document(runId));
    }
    return status;
  }

  private int carryOutAlone(String runId) {
    CountDownLatch over = new CountDownLatch(1);
    Thread onInterrupt = new Thread(() -> park(runId, over), "park");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      follow(runId);
    } finally {
      over.countDown();
      removeHook(onInterrupt);
    }
    RunDocument document = document(runId);
    if (!common.json()) {
      new RunReport(surroundings).result(document);
    }
    return statusOf(document.summary());
  }

  private void follow(String runId) {
    if (common.json()) {
      execute(runId);
      return;
    }
    new RunReport(surroundings).heading(document(runId));
    LiveDisplay display = new LiveDisplay(factory.ledger(), surroundings, runId);
    display.start();
    try {
      execute(runId);
    } finally {
      display.stop();
    }
  }

  private RunDocument document(String runId) {
    return factory.document(runId);
  }

  private int statusOf(Summary run) {
    if (run.state().equals(RunState.SUCCEEDED.word())) {
      return ExitStatus.DONE;
    }
    surroundings.complain(
        "drover: run %s %s at %s: %s"
            .formatted(
                run.id(),
                run.state(),
                run.stage().orElse("start"),
                Style.oneLine(run.reason().orElse("no reason recorded"), 300)));
    return ExitStatus.FAILED;
  }

  private void execute(String runId) {
    walk(runId);
    while (parked.awaitDue(runId)) {
      try {
        walk(runId);
      } catch (NotRunnable e) { // another command was faster; what it does is looked at
        LOG.info("Not executed here: {}", e.getMessage());
      }
    }
  }

  /** On a virtual thread, as a server does it. */
  private void walk(String runId) {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Thread walker =
        Thread.ofVirtual()
            .name("run-" + runId)
            .start(
                () -> {
                  try {
                    factory.execute(runId);
                  } catch (RuntimeException e) {
                    failure.set(e);
                  }
                });
    try {
      walker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      factory.interrupt();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private void park(String runId, CountDownLatch over) {
    parked.leave();
    factory.interrupt();
    try {
      if (!over.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        surroundings.complain("drover: the run did not stop in time; its agent may still be alive");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    surroundings.complain(
        "drover: interrupted; run %s can go on: ./drover retry %s".formatted(runId, runId));
  }

  /** Where the process is ending already, the hook has the last word: nothing else is said. */
  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LockSupport.park(hook);
    }
  }
}
