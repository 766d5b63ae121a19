package drover.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import drover.run.Report;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as it is printed, see {@code docs/schemas/run.schema.json}. Instants are UTC, money is USD,
 * durations are milliseconds.
 */
public record RunDocument(
    @JsonUnwrapped Summary summary,
    List<Step> steps,
    List<Turn> turns,
    List<Round> reviews,
    List<Effect> effects,
    List<Gate> approvals,
    Optional<Report> report) {

  /**
   * The part that lists show.
   *
   * @param undelivered messages to people that were tried in vain
   */
  @JsonPropertyOrder({"id", "job", "state", "outcome", "stage", "reason"})
  public record Summary(
      String id,
      String job,
      String state,
      Optional<String> outcome,
      Optional<String> stage,
      Optional<String> reason,
      String prompt,
      Map<String, String> params,
      String trigger,
      String requestedBy,
      Optional<String> repository,
      Optional<String> base,
      Optional<String> branch,
      Optional<String> workspace,
      Optional<String> headSha,
      Optional<String> pullRequest,
      String executor,
      boolean rehearsal,
      int attempt,
      double costUsd,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      Optional<String> waitingFor,
      Optional<Instant> waitingUntil,
      int undelivered) {}

  public record Step(
      String name,
      int ordinal,
      String state,
      Instant startedAt,
      Optional<Instant> finishedAt,
      Optional<String> summary) {}

  /** One invocation of an agent; {@code name} is its purpose. */
  public record Turn(
      String name,
      Optional<String> outcome,
      Optional<String> model,
      String sessionId,
      double costUsd,
      Optional<Integer> turns,
      Optional<Long> durationMs) {}

  public record Round(
      int round, Map<String, Integer> scores, boolean passed, List<String> findings) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Effect(String kind, String key, String state, Optional<String> url, Instant at) {}

  /**
   * A gate at which an attempt was blocked.
   *
   * @param never why nobody may approve it
   * @param used whether the run has passed it because of the approval
   */
  public record Gate(
      String gate,
      int attempt,
      Optional<String> never,
      Instant at,
      Optional<String> approvedBy,
      Optional<Instant> approvedAt,
      Optional<String> why,
      boolean used) {}
}
