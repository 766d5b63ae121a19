package drover.trigger;

import drover.http.Answer;
import drover.redact.Redactor;
import org.apache.camel.Body;

/**
 * Answers to events that start nothing: 200, because the service did nothing wrong and would only
 * send them again, with the reason for whoever reads its list of deliveries.
 */
public final class Refusals {
  private final Redactor redactor;

  public Refusals(Redactor redactor) {
    this.redactor = redactor;
  }

  /** {@code docs/schemas/not-started.schema.json}. */
  record NotStarted(boolean started, String reason) {}

  public Answer ignored(@Body Outcome.Ignored ignored) {
    return answer(ignored.reason());
  }

  /** The same, and somebody looks. */
  public Answer rung(@Body Outcome.Rings rings) {
    return answer(rings.reason());
  }

  /**
   * @param refusal of a task that was asked for
   */
  public Answer refused(Exception refusal) {
    return answer(String.valueOf(refusal.getMessage()));
  }

  private Answer answer(String reason) {
    return Answer.json(200, new NotStarted(false, redactor.redact(reason)));
  }
}
