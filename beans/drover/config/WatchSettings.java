package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;

/**
 * How CI of what was pushed is watched.
 *
 * @param every time between two looks
 * @param grace how long after the push CI may take to say that it is there
 * @param longest how long one commit is waited for
 * @param fixForwardMaxAttempts turns that may mend what is red
 * @param fixForwardMaxTime since it was red first; after that no turn is begun
 * @param reruns how often a commit's failed checks are asked to run again before they count: 0 or 1
 * @param rolloutChecks names of checks and statuses that tell of the rollout, {@code *} for any
 *     text; one of them has to be there
 * @param humanLabel what an issue gets that a person has to look at
 */
public record WatchSettings(
    Duration every,
    Duration grace,
    Duration longest,
    int fixForwardMaxAttempts,
    Duration fixForwardMaxTime,
    int reruns,
    List<String> rolloutChecks,
    String humanLabel) {

  public WatchSettings {
    rolloutChecks = List.copyOf(rolloutChecks);
  }

  @JsonCreator
  static WatchSettings read(
      @JsonProperty("every-seconds") long everySeconds,
      @JsonProperty("grace-seconds") long graceSeconds,
      @JsonProperty("longest-seconds") long longestSeconds,
      @JsonProperty("fix-forward-max-attempts") int fixForwardMaxAttempts,
      @JsonProperty("fix-forward-max-seconds") long fixForwardMaxSeconds,
      @JsonProperty("reruns") int reruns,
      @JsonProperty("rollout-checks") List<String> rolloutChecks,
      @JsonProperty("human-label") String humanLabel) {
    return new WatchSettings(
        Duration.ofSeconds(everySeconds),
        Duration.ofSeconds(graceSeconds),
        Duration.ofSeconds(longestSeconds),
        fixForwardMaxAttempts,
        Duration.ofSeconds(fixForwardMaxSeconds),
        reruns,
        rolloutChecks,
        humanLabel);
  }
}
