package drover.turn;

import drover.follow.TurnEnd;
import drover.follow.TurnReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one invocation of an agent did and how it ended; recorded with it.
 *
 * @param outcome one of the words for the end of a turn
 * @param reason a code, a colon and a sentence
 * @param until when a usage limit lifts
 * @param costUsd its own cost, sessions resumed or not
 * @param answer its last words
 * @param structured its structured answer, as JSON
 */
public record TurnFacts(
    String outcome,
    String reason,
    Optional<Instant> until,
    String sessionId,
    String model,
    double costUsd,
    boolean costEstimated,
    int turns,
    long durationMs,
    String answer,
    Optional<String> structured,
    List<String> errors,
    int denials,
    int retries,
    Map<String, Integer> tools) {

  public static TurnFacts of(TurnReport report, TurnEnd end, String session) {
    return new TurnFacts(
        end.outcome().word(),
        end.reason(),
        end.until(),
        report.sessionId().orElse(session),
        report.model().orElse(""),
        report.costUsd(),
        report.costEstimated(),
        report.turns(),
        report.duration().toMillis(),
        report.lastAnswer(),
        report.structuredOutput(),
        report.errors(),
        report.denials(),
        report.retries(),
        report.tools());
  }

  /** Whether the turn is not over: another invocation goes on with it. */
  public boolean goesOn() {
    return outcome.equals("lost")
        || outcome.equals("usage-limited")
        || outcome.equals("auth-rejected")
        || overloaded();
  }

  /** The model's service could not serve it, whatever was asked: later it may. */
  public boolean overloaded() {
    return outcome.equals("failed") && reason.startsWith("overloaded:");
  }

  public boolean succeeded() {
    return outcome.equals("succeeded");
  }
}
