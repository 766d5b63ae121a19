package drover.cluster.agenttask;

import drover.ledger.RunState;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the latest run of an AgentTask stands, in the four words that the resource has for it. */
enum Phase {
  PENDING("Pending"),
  RUNNING("Running"),
  SUCCEEDED("Succeeded"),
  FAILED("Failed");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  boolean isEnd() {
    return this == SUCCEEDED || this == FAILED;
  }

  static Optional<Phase> parse(String word) {
    return Stream.of(values()).filter(phase -> phase.word.equals(word)).findFirst();
  }

  static Phase of(RunState state) {
    return switch (state) {
      case QUEUED -> PENDING;
      case RUNNING, WAITING -> RUNNING;
      case SUCCEEDED -> SUCCEEDED;
      case FAILED, CANCELLED, BLOCKED, FROZEN -> FAILED;
    };
  }
}
