package drover.trigger;

import drover.task.TaskRequest;

/** What an event of another service comes to. */
public sealed interface Outcome {

  default boolean isStart() {
    return this instanceof Starts;
  }

  default boolean isRing() {
    return this instanceof Rings;
  }

  /**
   * It says that something happened, which may ask for work: whoever finds that out looks now.
   *
   * @param reason for whoever reads the service's list of deliveries
   */
  record Rings(String reason) implements Outcome {}

  /** It asks for work. */
  record Starts(TaskRequest request) implements Outcome {}

  /**
   * It asks for nothing, or for nothing that may be.
   *
   * @param reason for whoever reads the service's list of deliveries
   */
  record Ignored(String reason) implements Outcome {}
}
