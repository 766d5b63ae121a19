package drover.cluster.agenttask;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that can be said of an AgentTask, in the form that Kubernetes has for it
 * (metav1.Condition).
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason a word for programs
 * @param message a sentence for people
 * @param lastTransitionTime since when the status is what it is
 * @param observedGeneration of the specification it is about; empty: it is about a run
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Condition(
    String type,
    String status,
    String reason,
    String message,
    Instant lastTransitionTime,
    Optional<Long> observedGeneration) {
  /** Whether the task became a run. */
  static final String ACCEPTED = "Accepted";

  /** How the run ended; unknown until then. */
  static final String SUCCEEDED = "Succeeded";

  /** Whether the schedule can be followed. */
  static final String SCHEDULE_VALID = "ScheduleValid";

  static final String TRUE = "True";
  static final String FALSE = "False";
  static final String UNKNOWN = "Unknown";

  /** The same, since when it was so before. */
  Condition since(Optional<Condition> before) {
    return before
        .filter(known -> known.status.equals(status))
        .map(
            known ->
                new Condition(
                    type, status, reason, message, known.lastTransitionTime, observedGeneration))
        .orElse(this);
  }

  /**
   * A word with dashes as Kubernetes writes reasons: {@code review-not-passed} is {@code
   * ReviewNotPassed}.
   */
  static String reasonOf(String word) {
    return Stream.of(word.split("-"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
        .collect(Collectors.joining());
  }
}
