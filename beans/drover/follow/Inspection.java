package drover.follow;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What saved agent output tells, in the shape of the document that {@code inspect} prints; the
 * order of the components is the document's.
 *
 * @param costUsd this turn's own cost, not that of a session it resumed
 * @param costEstimated whether the agent did not report all of the cost
 * @param turns agent turns
 * @param tools calls by tool name
 * @param lines lines read, malformed ones included; in a JSON document, its events
 * @param malformed lines that are no JSON object
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Inspection(
    TurnOutcome outcome,
    String reason,
    double costUsd,
    boolean costEstimated,
    int turns,
    long durationMs,
    @Nullable String sessionId,
    @Nullable String model,
    Map<String, Integer> tools,
    int denials,
    int retries,
    List<String> errors,
    @Nullable Limit rateLimit,
    long lines,
    long bytes,
    long malformed) {

  /**
   * The last standing against usage limits that the agent told.
   *
   * @param resetsAt ISO 8601, UTC
   * @param utilization share used, 0 to 1
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Limit(
      String status,
      @Nullable String resetsAt,
      @Nullable String type,
      @Nullable Double utilization) {

    static Limit of(RateLimit limit) {
      return new Limit(
          limit.status(),
          limit.resetsAt().map(Object::toString).orElse(null),
          limit.type().isEmpty() ? null : limit.type(),
          limit.utilization().isPresent() ? limit.utilization().getAsDouble() : null);
    }
  }

  /** The document for a turn whose output is over. */
  public static Inspection of(TurnReport report) {
    TurnEnd end = report.end();
    return new Inspection(
        end.outcome(),
        end.reason(),
        report.costUsd(),
        report.costEstimated(),
        report.turns(),
        report.duration().toMillis(),
        report.sessionId().orElse(null),
        report.model().orElse(null),
        report.tools(),
        report.denials(),
        report.retries(),
        report.errors(),
        report.rateLimit().map(Limit::of).orElse(null),
        report.lines(),
        report.bytes(),
        report.malformed());
  }
}
