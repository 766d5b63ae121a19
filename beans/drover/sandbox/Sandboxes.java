package drover.sandbox;

import drover.ledger.EventType;
import drover.machine.ProcessMark;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.sandbox.Availability.Unavailable;
import drover.task.Confinement;
import drover.task.InvalidTask;
import drover.task.Task;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;

/** Which sandbox the programs of a run get. A real agent runs without one only where asked. */
public final class Sandboxes {
  private static final String LOCAL = "local";
  private final Bubblewrap bubblewrap;
  private final ContainerEngine containers;
  private final Supplier<Availability> availability;
  private final Supplier<Availability> engine;
  private final Journal journal;

  /**
   * @param availability asked when a sandbox is wanted for the first time
   */
  public Sandboxes(
      Bubblewrap bubblewrap,
      ContainerEngine containers,
      Supplier<Availability> availability,
      Journal journal) {
    this.bubblewrap = bubblewrap;
    this.containers = containers;
    this.availability = new Once(availability);
    this.engine = new Once(containers::look);
    this.journal = journal;
  }

  /**
   * @throws InvalidTask when a real agent could not be confined and nobody said that it need not be
   */
  public Task require(@Body Task task) {
    if (isContained(task)) {
      if (engine.get() instanceof Unavailable missing) {
        throw new InvalidTask(
            "the executor docker cannot be used, %s: %s".formatted(missing.why(), missing.mend()));
      }
    } else if (!task.isRehearsal()) {
      missingFor(task)
          .ifPresent(
              missing -> {
                throw new InvalidTask(
                    "the agent cannot be confined, %s: %s; or %s"
                        .formatted(missing.why(), missing.mend(), missing.instead()));
              });
    }
    return task;
  }

  /** Why real agents could not be confined on this machine, and the mend; empty: they can. */
  public Optional<String> shortage() {
    return availability.get() instanceof Unavailable missing
        ? Optional.of(
            "the agent cannot be confined, %s: %s".formatted(missing.why(), missing.mend()))
        : Optional.empty();
  }

  /** The same for one task: where its agent works elsewhere, this machine confines nobody. */
  public Optional<String> shortageFor(Task task) {
    boolean isHere = task.executor().equals(LOCAL) && task.confinement() == Confinement.SANDBOX;
    return isHere ? shortage() : Optional.empty();
  }

  /**
   * For the one program of a run that is called so; nothing else has its name.
   *
   * @throws RunEnded when there is none any more for a real agent
   */
  public Sandbox of(RunExecution run, String part) {
    if (!isContained(run.task())) {
      return of(run.task());
    }
    requireEngine();
    return containers.containerFor(run.mark(), part);
  }

  /**
   * For any program of a run.
   *
   * @throws RunEnded when there is none any more for a real agent
   */
  public Sandbox of(RunExecution run) {
    if (!isContained(run.task())) {
      return of(run.task());
    }
    requireEngine();
    return containers.nextContainerFor(run.mark());
  }

  /** What is left of programs of a run, also of those that another factory started, is ended. */
  public void clear(Task task, ProcessMark run) {
    containers.clear(task, run);
  }

  /** Whether the programs are those of an image, and not of this machine. */
  public boolean isContained(Task task) {
    return ContainerEngine.isFor(task);
  }

  private void requireEngine() {
    if (engine.get() instanceof Unavailable missing) {
      throw RunEnded.failed(
          "failed",
          "sandbox-missing: the executor docker cannot be used, %s: %s"
              .formatted(missing.why(), missing.mend()));
    }
  }

  private Sandbox of(Task task) {
    Optional<Unavailable> missing = missingFor(task);
    if (missing.isPresent() && !task.isRehearsal()) {
      throw RunEnded.failed(
          "failed",
          "sandbox-missing: the agent cannot be confined, %s: %s"
              .formatted(missing.get().why(), missing.get().mend()));
    }
    return missing.isPresent() || task.confinement() == Confinement.NONE
        ? new NoSandbox()
        : bubblewrap;
  }

  /** For routes: whether the programs of a run are confined, so that it can be shown things. */
  public boolean confine(RunExecution run) {
    return isContained(run.task()) || of(run.task()).strength() == Sandbox.Strength.CONFINED;
  }

  /** A rehearsal goes on without a sandbox, but says so. */
  public void announce(RunExecution run) {
    missingFor(run.task())
        .ifPresent(
            missing ->
                journal.tell(
                    run.claim(),
                    EventType.NOTICE,
                    "no sandbox, %s: the rehearsal goes on without one; for real runs %s"
                        .formatted(missing.why(), missing.mend())));
  }

  private Optional<Unavailable> missingFor(Task task) {
    return task.confinement() == Confinement.SANDBOX
            && task.executor().equals(LOCAL) // anywhere else this machine confines nobody
            && availability.get() instanceof Unavailable missing
        ? Optional.of(missing)
        : Optional.empty();
  }

  /** Trying takes a moment, and the answer does not change while the factory runs. */
  private static final class Once implements Supplier<Availability> {
    private final Supplier<Availability> question;
    private Optional<Availability> answer = Optional.empty();

    Once(Supplier<Availability> question) {
      this.question = question;
    }

    @Override
    public synchronized Availability get() {
      if (answer.isEmpty()) {
        answer = Optional.of(question.get());
      }
      return answer.get();
    }
  }
}
