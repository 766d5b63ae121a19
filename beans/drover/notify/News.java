package drover.notify;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to tell, as it was when it happened; without secrets.
 *
 * @param run empty: it is not about a run
 * @param subject the ticket or client that the run is for; empty: none
 * @param text one sentence of what happened
 * @param facts by the words of {@link Fact}
 */
public record News(
    NewsEvent event,
    String run,
    String job,
    String subject,
    String agent,
    boolean rehearsal,
    Instant at,
    String text,
    Map<Fact, String> facts) {

  /** What is known beside the sentence. */
  public enum Fact {
    PROMPT,
    REPOSITORY,
    BRANCH,
    PULL_REQUEST,
    STAGE,
    GATE,
    /** There when a person may let the run pass the gate. */
    MAY_BE_APPROVED,
    COST,
    UNTIL,
    WAITING_FOR,
    ROUND,
    SCORES,
    PASSED,
    ACTIVITY,
    WORKED_MINUTES,
    TOOL
  }

  public News {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  Optional<String> fact(Fact fact) {
    return Optional.ofNullable(facts.get(fact)).filter(text -> !text.isBlank());
  }

  /** How people call the run: its job, and for what it is. */
  String label() {
    return subject.isEmpty() ? job : job + " \u2014 " + subject;
  }
}
