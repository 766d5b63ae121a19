package drover.crash;

import drover.credential.StoredCredentials;
import drover.factory.Factory;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.run.Act;
import drover.run.NotRunnable;
import drover.wait.Vigil;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Does what the command line and the person in front of it do about one run, until it has ended as
 * it has to: asks for it, watches while it waits, renews a credential, tries again, approves.
 */
final class Operator {
  static final String NAME = "tester";
  private static final int MOST_WALKS = 6;
  private static final long LOOK_NANOS = 20_000_000;

  private final Factory factory;
  private final Grounds grounds;
  private final StoryRun run;
  private final BooleanSupplier interrupted;

  /**
   * @param interrupted whether the factory was told to stop: then nobody goes on with anything
   */
  Operator(Factory factory, Grounds grounds, StoryRun run, BooleanSupplier interrupted) {
    this.factory = factory;
    this.grounds = grounds;
    this.run = run;
    this.interrupted = interrupted;
  }

  /** The same request is asked for again in every life: it has to be the same run. */
  void carryOut() {
    boolean known = factory.ledger().read().runs().find(run.id()).isPresent();
    factory.accept(run.told().request(run.number(), grounds.repositoryName()));
    if (known && !isSettled()) {
      goOn();
    }
    for (int walk = 0; walk < MOST_WALKS && !isSettled(); walk++) {
      if (walk > 0) {
        goOn();
      }
      if (!isSettled()) {
        execute();
        awaitWhatItWaitsFor();
      }
    }
  }

  private void execute() {
    try {
      factory.execute(run.id());
    } catch (NotRunnable e) {
      if (!now().state().isEnded()) { // else it was cancelled between the look and this
        throw e;
      }
    }
  }

  private void goOn() {
    RunRecord now = now();
    if (now.state() == RunState.BLOCKED) {
      factory.approve(run.id(), NAME, "as the scenario says");
    } else if (isToBeTold(now)) {
      factory.tell(run.id(), NAME, "Say when the tide turns");
    } else if (now.state().isEnded() || !Vigil.isFor(now)) {
      factory.retry(run.id(), Optional.empty(), Act.of("somebody"));
    }
  }

  private boolean isSettled() {
    RunRecord now = now();
    boolean again =
        run.told().ends() != Scenario.Ends.FOR_GOOD
            && now.state() != run.told().state()
            && now.cancelRequestedAt().isEmpty();
    return interrupted.getAsBoolean() || now.state().isEnded() && !again && !isToBeTold(now);
  }

  private boolean isToBeTold(RunRecord now) {
    return run.told().ends() == Scenario.Ends.TOLD
        && now.state() == RunState.SUCCEEDED
        && factory.ledger().read().audit().ofRun(run.id()).stream()
            .noneMatch(act -> act.what().equals("tell"));
  }

  /** Stays until the run can go on by itself, or somebody has ended it. */
  private void awaitWhatItWaitsFor() {
    RunRecord parked = now();
    if (parked.state() != RunState.WAITING || !Vigil.isFor(parked)) {
      return;
    }
    Vigil vigil = factory.vigil(parked);
    if (parked.waitingUntil().isEmpty()) {
      new StoredCredentials(grounds.data())
          .store(StoredCredentials.CLAUDE, "renewed-for-" + run.id() + UUID.randomUUID());
    }
    while (now().state() == RunState.WAITING && !interrupted.getAsBoolean() && !vigil.isDue()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private RunRecord now() {
    return factory.ledger().read().runs().find(run.id()).orElseThrow();
  }
}
