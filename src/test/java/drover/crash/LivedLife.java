package drover.crash;

import drover.factory.Factory;
import drover.factory.RunActions;
import drover.ledger.Ledger;
import drover.redact.Redactor;
import drover.run.Act;
import drover.run.NotRunnable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One factory, and an operator for each run, until all have ended or the fate comes. */
final class LivedLife {
  private final Life life;
  private final Grounds grounds;
  private final Consumer<String> say;
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final CompletableFuture<Factory> factory = new CompletableFuture<>();

  LivedLife(Life life, Consumer<String> say) {
    this.life = life;
    this.grounds = life.grounds();
    this.say = say;
  }

  void live() {
    try {
      if (life.beginsWithCancel()) {
        cancelFirstRun();
      }
      try (Factory started =
          Factory.start(
              grounds.site(),
              grounds.configuration(),
              new Redactor(grounds.site().environment()),
              new Passages(grounds.data(), this::passed))) {
        factory.complete(started);
        List<CompletableFuture<Void>> runs =
            life.story().runs().stream().map(run -> begin(started, run)).toList();
        runs.forEach(CompletableFuture::join);
      }
      say.accept("over " + life.story().seed());
    } catch (RuntimeException e) {
      say.accept("broke " + life.story().seed() + " " + chain(e));
    }
  }

  private CompletableFuture<Void> begin(Factory started, StoryRun run) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                new Operator(started, grounds, run, interrupted::get).carryOut();
                over.complete(null);
              } catch (RuntimeException e) {
                over.completeExceptionally(e);
              }
            });
    return over;
  }

  /** On the thread that writes the ledger: as long as it does not return nothing is written. */
  private void passed(String point) {
    passedOutside(point);
    while (stopped.get()) {
      LockSupport.park();
    }
  }

  /** Somewhere else than in the ledger: from the answer on nothing more is written. */
  void passedOutside(String point) {
    if (!life.hasFate() || !life.fate().point().equals(point)) {
      return;
    }
    switch (life.fate().kind()) {
      case KILL, KILL_THEN_CANCEL -> {
        stopped.set(true);
        say.accept("at " + life.story().seed() + " " + point);
      }
      case INTERRUPT ->
          factory.thenAcceptAsync(
              started -> {
                interrupted.set(true);
                started.interrupt();
              });
      case CANCEL -> factory.thenAcceptAsync(started -> cancel(started.ledger()));
    }
  }

  private void cancelFirstRun() {
    try (Ledger ledger = Ledger.open(grounds.data())) {
      cancel(ledger);
    }
  }

  private void cancel(Ledger ledger) {
    StoryRun first = life.story().runs().getFirst();
    try {
      RunActions.cancellation(grounds.site(), grounds.configuration(), ledger)
          .cancel(first.id(), Act.of("somebody"));
    } catch (NotRunnable e) { // not there yet, or over already
      say.accept("note " + life.story().seed() + " " + e.getMessage());
    }
  }

  private static String chain(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      StackTraceElement[] trace = cause.getStackTrace();
      all.append(cause).append(trace.length > 0 ? " (" + trace[0] + ")" : "").append("; ");
    }
    return all.toString();
  }
}
