package drover.run;

import drover.ledger.RunState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The run cannot go on now. Says what it waits for; dispatch parks it. */
public final class RunWaiting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final WaitingFor waitingFor;
  private final Instant until;
  private final String reason;

  private RunWaiting(WaitingFor waitingFor, Instant until, String reason) {
    super(waitingFor.word() + ": " + reason);
    this.waitingFor = waitingFor;
    this.until = until;
    this.reason = reason;
  }

  /**
   * @param reason a code, a colon and a sentence
   */
  public static RunWaiting until(WaitingFor waitingFor, Instant until, String reason) {
    return new RunWaiting(waitingFor, until, reason);
  }

  /** Nobody knows how long: until what it waits for has come. */
  public static RunWaiting openEnded(WaitingFor waitingFor, String reason) {
    return new RunWaiting(waitingFor, Instant.MAX, reason);
  }

  static RunWaiting interrupted(RunExecution run) {
    return openEnded(
        WaitingFor.RESUME, "resume: interrupted; go on with ./drover retry " + run.id());
  }

  public WaitingFor waitingFor() {
    return waitingFor;
  }

  public Optional<Instant> until() {
    return until.equals(Instant.MAX) ? Optional.empty() : Optional.of(until);
  }

  public String reason() {
    return reason;
  }

  /** For people: for what, until when, and why. */
  String text() {
    return waitingFor == WaitingFor.RESUME
        ? until().map(instant -> "waiting until %s: ".formatted(instant)).orElse("") + reason
        : "waiting for %s%s: %s"
            .formatted(
                waitingFor.word(), until().map(instant -> " until " + instant).orElse(""), reason);
  }

  /** For the event that tells of it. */
  Map<String, ?> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("state", RunState.WAITING);
    details.put("waitingFor", waitingFor);
    until().ifPresent(instant -> details.put("waitingUntil", instant));
    return details;
  }
}
