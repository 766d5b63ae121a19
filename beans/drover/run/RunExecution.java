package drover.run;

import drover.ledger.Claim;
import drover.machine.ProcessMark;
import drover.task.Task;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A run while this process executes it: what was claimed, how far the job route has come, and
 * whether it has to stop. Belongs to the one thread that walks the route.
 */
public final class RunExecution {
  private final Claim claim;
  private final Task task;
  private final Instant createdAt;
  private final Path directory;
  private final StopSignal stop = new StopSignal();
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private int position;
  private Brief brief;

  public RunExecution(Claim claim, Task task, Instant createdAt, Path directory) {
    this.claim = claim;
    this.task = task;
    this.createdAt = createdAt;
    this.directory = directory;
    this.brief = Brief.of(task.prompt());
  }

  public Claim claim() {
    return claim;
  }

  public String id() {
    return claim.run();
  }

  public Task task() {
    return task;
  }

  /** What the run is about: the prompt of its task, unless a step has read it elsewhere. */
  public Brief brief() {
    return brief;
  }

  /** A step has read what the run is about. */
  public void about(Brief read) {
    brief = read;
  }

  /** For routes. */
  public String getJob() {
    return task.job();
  }

  /** For routes: which mode of its job is asked for; empty: the usual one. */
  public String getMode() {
    return task.params().getOrDefault("mode", "");
  }

  /** For routes. */
  public boolean isReadOnly() {
    return task.isReadOnly();
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** {@code runs/<id>} of the data directory. */
  public Path directory() {
    return directory;
  }

  /** What every program that works for this run can be told by, also when its parent is gone. */
  public ProcessMark mark() {
    return ProcessMark.ofRun(directory);
  }

  public StopSignal stop() {
    return stop;
  }

  /** {@code seq} of the step the route is in. */
  public int position() {
    return position;
  }

  /** The route asks for its next step. */
  int advance() {
    return ++position;
  }

  /** {@code seq} of the last step of this name that the route has asked for. */
  int placeOf(String name) {
    Integer place = places.get(name);
    if (place == null) {
      throw new IllegalStateException("the route has not come to a step " + name);
    }
    return place;
  }

  /** How often the route has asked for a step of this name, this time included. */
  int countCall(String name) {
    places.put(name, position);
    return calls.merge(name, 1, Integer::sum);
  }

  @Override
  public String toString() {
    return "run " + id();
  }
}
