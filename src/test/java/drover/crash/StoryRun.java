package drover.crash;

import drover.task.RunId;

/**
 * One of the runs of a story.
 *
 * @param number from 1
 * @param scenario name of its scenario
 */
public record StoryRun(int number, String scenario) {
  static final String SOURCE = "crash-harness";

  static String keyOf(int number) {
    return "run-" + number;
  }

  Scenario told() {
    return Scenarios.named(scenario);
  }

  /** Known before the run exists. */
  String id() {
    return RunId.of(SOURCE, keyOf(number));
  }
}
