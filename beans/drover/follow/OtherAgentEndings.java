package drover.follow;

import drover.follow.AgentEvent.OtherAgentEvent;
import drover.follow.AgentEvent.StepEnd;
import java.time.Instant;
import java.util.Optional;

/** How the turn of an agent other than Claude Code ended, from its last step and its last error. */
final class OtherAgentEndings {
  private static final int TOO_MANY_REQUESTS = 429;

  private OtherAgentEndings() {}

  static Optional<TurnEnd> of(StepEnd end, Optional<OtherAgentEvent> lastError) {
    return switch (end) {
      case NO_END, GOES_ON -> Optional.empty();
      case DONE ->
          Optional.of(
              TurnEnd.of(TurnOutcome.SUCCEEDED, "completed", "The agent finished its turn."));
      case CUT_OFF ->
          Optional.of(
              TurnEnd.of(
                  TurnOutcome.FAILED,
                  "max-output-tokens",
                  "The answer was cut off by its length."));
      case FAILED ->
          Optional.of(lastError.map(OtherAgentEndings::ofError).orElseGet(() -> silent()));
    };
  }

  private static TurnEnd ofError(OtherAgentEvent error) {
    int status = error.apiErrorStatus().orElse(0);
    String told = ToolInput.oneLine(error.error().orElse(""));
    return switch (status) {
      case 401, 403 -> TurnEnd.of(TurnOutcome.AUTH_REJECTED, "http-" + status, told);
      case TOO_MANY_REQUESTS -> usageLimited(told, error.retryAt());
      case 402 -> TurnEnd.of(TurnOutcome.FAILED, "billing", told);
      case 0 ->
          TurnEnd.of(
              TurnOutcome.FAILED,
              told.startsWith("Cannot connect to API") ? "network" : "agent-error",
              told);
      default -> TurnEnd.of(TurnOutcome.FAILED, status >= 500 ? "overloaded" : "api-error", told);
    };
  }

  /** It has asked again for minutes before it gave up: the service wants to be left alone. */
  private static TurnEnd usageLimited(String told, Optional<Instant> until) {
    String resets = until.map(instant -> " (until " + instant + ")").orElse("");
    return new TurnEnd(TurnOutcome.USAGE_LIMITED, "usage-limit: " + told + resets, until);
  }

  private static TurnEnd silent() {
    return TurnEnd.of(TurnOutcome.FAILED, "agent-error", "The agent reported an error.");
  }
}
