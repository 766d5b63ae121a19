package drover.follow;

import java.time.Instant;
import java.util.Optional;

/**
 * The verdict on a turn.
 *
 * @param reason a code, a colon and a sentence a person understands
 * @param until when a usage limit lifts, if the agent told
 */
public record TurnEnd(TurnOutcome outcome, String reason, Optional<Instant> until) {

  static TurnEnd of(TurnOutcome outcome, String code, String sentence) {
    return new TurnEnd(outcome, code + ": " + sentence, Optional.empty());
  }

  /** The code in front of the reason's colon. */
  public String reasonCode() {
    return reason.substring(0, reason.indexOf(':'));
  }
}
