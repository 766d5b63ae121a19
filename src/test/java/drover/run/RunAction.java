package drover.run;

import drover.ledger.RunState;
import drover.run.RunModel.Verdict;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that may happen to a run.
 *
 * @param which the instance that does it, or how many claims ago its execution began: more than 0
 *     is a late write of an earlier owner
 * @param from step to retry from
 */
record RunAction(Kind kind, int which, String from) {
  enum Kind {
    CLAIM,
    DO_STEP,
    BEGIN_STEP,
    FINISH_STEP,
    SUCCEED,
    FAIL,
    BLOCK_BY_REVIEW,
    BREAK_DOWN,
    PARK,
    OBEY_CANCEL,
    CANCEL,
    RETRY,
    CRASH,
    FALL_SILENT,
    BEAT
  }

  static final int INSTANCES = 3;

  @Override
  public String toString() {
    return switch (kind) {
      case CANCEL -> "cancel";
      case RETRY -> from.isEmpty() ? "retry" : "retry from " + from;
      case CLAIM, CRASH, FALL_SILENT, BEAT -> kind + " instance " + which % INSTANCES;
      default -> which == 0 ? kind.toString() : kind + " late, by the claim " + which + " before";
    };
  }

  /** Does it to both and gives back what the model expects and what really came of it. */
  Optional<Verdict[]> perform(RunModel model, RunWorld world) {
    return switch (kind) {
      case CLAIM -> both(model.claim(instance(world)), () -> world.claim(instance(world)));
      case CANCEL -> both(model.cancel(), world::cancel);
      case RETRY -> both(model.retry(from), () -> world.retry(from));
      case CRASH, FALL_SILENT, BEAT -> life(model, world);
      default -> model.hasExecutions() ? write(model, world) : Optional.empty();
    };
  }

  private Optional<Verdict[]> write(RunModel model, RunWorld world) {
    return switch (kind) {
      case BEGIN_STEP -> begin(model, world);
      case FINISH_STEP -> finish(model, world);
      case DO_STEP -> {
        Optional<Verdict[]> begun = begin(model, world);
        yield begun.isPresent() && begun.get()[1] != Verdict.DONE
            ? begun
            : finish(model, world).or(() -> begun);
      }
      case SUCCEED -> both(model.succeed(which), () -> world.succeed(which));
      case FAIL ->
          both(
              model.decide(which, RunState.FAILED, "failed"),
              () -> world.end(which, RunEnded.failed("failed", "code: sentence")));
      case BLOCK_BY_REVIEW ->
          both(
              model.decide(which, RunState.BLOCKED, "review-not-passed"),
              () -> world.end(which, RunEnded.blocked("review-not-passed", "code: sentence")));
      case BREAK_DOWN -> both(model.breakDown(which), () -> world.breakDown(which));
      case PARK -> both(model.park(which), () -> world.stop(which, StopSignal.Reason.INTERRUPTED));
      case OBEY_CANCEL ->
          both(model.obeyCancel(which), () -> world.stop(which, StopSignal.Reason.CANCELLED));
      default -> throw new IllegalStateException(kind + " is no write");
    };
  }

  private Optional<Verdict[]> begin(RunModel model, RunWorld world) {
    Verdict expected = model.begin(which);
    Optional<String> recorded =
        expected == Verdict.DONE ? model.givenBack(which) : Optional.empty();
    return both(expected, () -> world.begin(which, recorded));
  }

  private Optional<Verdict[]> finish(RunModel model, RunWorld world) {
    String result = world.nextResult();
    return both(model.finish(which, result), () -> world.finish(which, result));
  }

  /** A crashed instance is followed by a new one in its place. */
  private Optional<Verdict[]> life(RunModel model, RunWorld world) {
    int instance = instance(world);
    Worker worker = world.instances.get(instance);
    switch (kind) {
      case CRASH -> {
        worker.crash();
        model.alive(instance, false);
        world.newInstance(which % INSTANCES);
        model.newInstance();
      }
      case FALL_SILENT -> {
        worker.fallSilent();
        model.alive(instance, false);
      }
      default -> {
        world.beat(instance);
        model.alive(instance, true);
      }
    }
    return Optional.empty();
  }

  private int instance(RunWorld world) {
    return world.inPlace(which % INSTANCES);
  }

  private static Optional<Verdict[]> both(Verdict expected, Supplier<Verdict> reality) {
    return expected == Verdict.SKIPPED
        ? Optional.empty()
        : Optional.of(new Verdict[] {expected, reality.get()});
  }
}
