package drover.operate;

import drover.http.HttpProblem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants to follow a run.
 *
 * @param after seq of the last event they know; 0: none
 */
public record EventRequest(String run, long after) {
  private static final Pattern SEQ = Pattern.compile("[0-9]{1,18}");

  /**
   * @param lastEventId the header {@code Last-Event-ID}, with which a listener comes back
   * @throws HttpProblem 400
   */
  static EventRequest of(String run, @Nullable String lastEventId) {
    if (lastEventId == null) {
      return new EventRequest(run, 0);
    }
    if (!SEQ.matcher(lastEventId).matches()) {
      throw HttpProblem.badRequest("Last-Event-ID is the id of an event, a whole number");
    }
    return new EventRequest(run, Long.parseLong(lastEventId));
  }
}
