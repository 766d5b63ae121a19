package drover.progress;

import drover.follow.AgentEvent;
import drover.follow.SpendUpdate;
import drover.ledger.EventType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a live turn on its way through the route.
 *
 * @param spend the row of spend it changed
 * @param offsetAfter where the next line begins
 * @param notes what it tells people and programs
 */
public record FollowedLine(
    AgentEvent event, Optional<SpendUpdate> spend, long offsetAfter, List<Note> notes) {

  /** An event of the run, before it is recorded. */
  public record Note(EventType type, String text, Map<String, ?> details) {}

  /** No line any more, but the end of them. */
  static FollowedLine endOfOutput(long offset) {
    AgentEvent end = new AgentEvent.Unknown("end-of-output", "");
    return new FollowedLine(end, Optional.empty(), offset, List.of());
  }

  /** For routes. */
  public String getType() {
    return event.type();
  }

  FollowedLine telling(List<Note> more) {
    return new FollowedLine(event, spend, offsetAfter, more);
  }
}
