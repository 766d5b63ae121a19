package drover.run;

import drover.ledger.RunState;
import drover.ledger.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has to become of one run, in plain Java: no store, no threads, no clock. */
final class RunModel {
  /** How an action ends; {@code SKIPPED}: nobody would do that now. */
  enum Verdict {
    DONE,
    REFUSED,
    FENCED,
    SKIPPED
  }

  /** A kept step: the place in the list is its sequence number. */
  record Step(int attempt, String name, int ordinal, StepState state, Optional<String> result) {
    Step with(StepState now, Optional<String> given) {
      return new Step(attempt, name, ordinal, now, given);
    }
  }

  private static final class Execution {
    final int instance;
    final long fence;
    int position;
    boolean inStep;

    Execution(int instance, long fence) {
      this.instance = instance;
      this.fence = fence;
    }
  }

  private static final List<String> ROUND = List.of("turn", "verify", "review");

  RunState state = RunState.QUEUED;
  Optional<Integer> owner = Optional.empty();
  long fence;
  int attempt = 1;
  boolean cancelRequested;
  Optional<String> outcome = Optional.empty();
  List<Step> kept = new ArrayList<>();
  int superseded;
  final List<String> stateEvents = new ArrayList<>(List.of("queued"));
  private final List<Boolean> alive = new ArrayList<>();
  private final List<Execution> executions = new ArrayList<>();

  /** The job asks for a workspace, then for rounds of turn, verify and review. */
  static String stepAt(int position) {
    return position == 1 ? "workspace" : ROUND.get((position - 2) % ROUND.size());
  }

  void newInstance() {
    alive.add(true);
  }

  void alive(int instance, boolean now) {
    alive.set(instance, now);
  }

  Verdict claim(int instance) {
    if (ownerIsAlive() || state.isEnded()) {
      return Verdict.REFUSED;
    }
    owner = Optional.of(instance);
    fence++;
    executions.add(new Execution(instance, fence));
    become(RunState.RUNNING);
    return Verdict.DONE;
  }

  Verdict begin(int which) {
    Execution run = execution(which);
    if (run.inStep) {
      return Verdict.SKIPPED;
    }
    run.position++;
    if (!owns(run)) {
      return Verdict.FENCED;
    }
    if (run.position > kept.size()) {
      String name = stepAt(run.position);
      int ordinal = 1 + (int) kept.stream().filter(step -> step.name().equals(name)).count();
      kept.add(new Step(attempt, name, ordinal, StepState.RUNNING, Optional.empty()));
    }
    run.inStep = kept.get(run.position - 1).state() == StepState.RUNNING;
    return Verdict.DONE;
  }

  /** What the step gives back that an execution has just begun, when it was done before. */
  Optional<String> givenBack(int which) {
    return kept.get(execution(which).position - 1).result();
  }

  Verdict finish(int which, String result) {
    Execution run = execution(which);
    if (!run.inStep) {
      return Verdict.SKIPPED;
    }
    run.inStep = false;
    if (!owns(run)) {
      return Verdict.FENCED;
    }
    Step step = kept.get(run.position - 1);
    kept.set(run.position - 1, step.with(StepState.FINISHED, Optional.of(result)));
    return Verdict.DONE;
  }

  Verdict succeed(int which) {
    Execution run = execution(which);
    if (run.inStep || run.position < kept.size()) {
      return Verdict.SKIPPED;
    }
    return end(run, RunState.SUCCEEDED, "delivered");
  }

  Verdict decide(int which, RunState ending, String why) {
    Execution run = execution(which);
    if (owns(run) && !kept.isEmpty()) {
      int last = kept.size() - 1;
      kept.set(last, kept.get(last).with(StepState.FAILED, kept.get(last).result()));
    }
    return end(run, ending, why);
  }

  Verdict breakDown(int which) {
    return end(execution(which), RunState.FAILED, "failed");
  }

  Verdict park(int which) {
    Execution run = execution(which);
    if (cancelRequested) {
      return end(run, RunState.CANCELLED, "cancelled");
    }
    if (!owns(run)) {
      return Verdict.FENCED;
    }
    owner = Optional.empty();
    become(RunState.WAITING);
    return Verdict.DONE;
  }

  Verdict obeyCancel(int which) {
    Execution run = execution(which);
    return owns(run) && !cancelRequested
        ? Verdict.SKIPPED
        : end(run, RunState.CANCELLED, "cancelled");
  }

  Verdict cancel() {
    if (state.isEnded()) {
      return Verdict.REFUSED;
    }
    cancelRequested = true;
    if (!ownerIsAlive()) {
      over(RunState.CANCELLED, "cancelled");
    }
    return Verdict.DONE;
  }

  Verdict retry(String from) {
    if (state == RunState.SUCCEEDED) {
      return Verdict.REFUSED;
    }
    if (!state.isEnded()) {
      return from.isEmpty() ? Verdict.DONE : Verdict.REFUSED;
    }
    int restart = restart(from);
    if (restart < 0) {
      return Verdict.REFUSED;
    }
    superseded += kept.size() - restart;
    kept = new ArrayList<>(kept.subList(0, restart));
    attempt++;
    fence++;
    outcome = Optional.empty();
    cancelRequested = false;
    become(RunState.QUEUED);
    return Verdict.DONE;
  }

  boolean hasExecutions() {
    return !executions.isEmpty();
  }

  private int restart(String from) {
    String wanted = from;
    if (wanted.isEmpty() && outcome.filter("review-not-passed"::equals).isPresent()) {
      wanted = "review";
    }
    for (int n = 0; n < kept.size(); n++) {
      Step step = kept.get(n);
      boolean named =
          wanted.equals(step.name()) || wanted.equals(step.name() + ":" + step.ordinal());
      if (wanted.isEmpty() ? step.state() != StepState.FINISHED : named) {
        return n;
      }
    }
    return wanted.isEmpty() ? kept.size() : -1;
  }

  private Verdict end(Execution run, RunState ending, String why) {
    if (!owns(run)) {
      return Verdict.FENCED;
    }
    over(ending, why);
    return Verdict.DONE;
  }

  private void over(RunState ending, String why) {
    kept.replaceAll(
        step ->
            step.state() == StepState.RUNNING
                ? step.with(StepState.FAILED, Optional.empty())
                : step);
    owner = Optional.empty();
    outcome = Optional.of(why);
    become(ending);
  }

  private void become(RunState now) {
    state = now;
    stateEvents.add(now.word());
  }

  private boolean ownerIsAlive() {
    return owner.filter(alive::get).isPresent();
  }

  private boolean owns(Execution run) {
    return owner.filter(instance -> instance == run.instance).isPresent() && fence == run.fence;
  }

  private Execution execution(int which) {
    return executions.get(executions.size() - 1 - which % executions.size());
  }
}
