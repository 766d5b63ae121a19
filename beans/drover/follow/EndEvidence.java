package drover.follow;

import drover.follow.AgentEvent.AssistantMessage;
import drover.follow.AgentEvent.OtherAgentEvent;
import drover.follow.AgentEvent.RateLimitSeen;
import drover.follow.AgentEvent.StepEnd;
import drover.follow.AgentEvent.TurnResult;
import java.util.Optional;

/** What the output so far says about the end of the turn. */
final class EndEvidence {

  private Optional<TurnResult> lastResult = Optional.empty();
  private Optional<RateLimit> rateLimit = Optional.empty();
  private String lastAssistantError = "";
  private StepEnd otherAgentsEnd = StepEnd.NO_END;
  private Optional<OtherAgentEvent> otherAgentsError = Optional.empty();

  void add(AgentEvent event) {
    switch (event) {
      case TurnResult result -> lastResult = Optional.of(result);
      case RateLimitSeen seen -> rateLimit = Optional.of(seen.limit());
      case AssistantMessage said -> {
        if (said.parentToolUseId().isEmpty()) {
          lastAssistantError = said.error().orElse("");
        }
      }
      case OtherAgentEvent other -> {
        otherAgentsError = other.error().isPresent() ? Optional.of(other) : otherAgentsError;
        if (other.stepEnd() != StepEnd.NO_END) {
          otherAgentsEnd = other.stepEnd();
        } else if (other.toolUse().isPresent() || !other.text().isEmpty()) {
          otherAgentsEnd = StepEnd.GOES_ON;
        }
      }
      default -> {}
    }
  }

  Optional<TurnResult> lastResult() {
    return lastResult;
  }

  Optional<RateLimit> rateLimit() {
    return rateLimit;
  }

  /** The verdict, if the output holds a word about the end. */
  Optional<TurnEnd> told() {
    return lastResult
        .map(result -> TurnEndings.of(result, lastAssistantError, rateLimit))
        .or(() -> OtherAgentEndings.of(otherAgentsEnd, otherAgentsError));
  }
}
