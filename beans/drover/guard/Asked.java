package drover.guard;

import drover.follow.AgentEvent;
import drover.follow.AgentEvent.ToolResult;
import drover.follow.AgentEvent.ToolResults;
import drover.follow.ToolVerdict;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what the guard was asked, so that an agent whose hooks are silent is found out by what
 * it does. Whoever is in the sandbox can fill it; then it stops remembering, which ends the turn.
 */
final class Asked {
  private static final int MOST = 50_000;

  private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
  private volatile boolean sessionBegan;

  void sessionBegins() {
    sessionBegan = true;
  }

  void about(String toolUseId, Verdict verdict) {
    if (verdicts.size() < MOST) {
      // What was denied once is not allowed by asking again.
      verdicts.merge(
          toolUseId, verdict, (first, second) -> first instanceof Verdict.Denied ? first : second);
    }
  }

  boolean sessionBegan() {
    return sessionBegan;
  }

  /** What is wrong, if a tool ran that the guard did not allow. */
  Optional<String> silence(AgentEvent event) {
    return event instanceof ToolResults results
        ? results.results().stream()
            .filter(result -> result.verdict() == ToolVerdict.RAN)
            .flatMap(result -> silence(result).stream())
            .findFirst()
        : Optional.empty();
  }

  private Optional<String> silence(ToolResult result) {
    Optional<Verdict> verdict = Optional.ofNullable(verdicts.get(result.toolUseId()));
    if (verdict.filter(Verdict.Allowed.class::isInstance).isPresent() && sessionBegan) {
      return Optional.empty();
    }
    return Optional.of(
        !sessionBegan
            ? "a tool ran (%s), but the start of the session was never told to the guard"
                .formatted(result.toolUseId())
            : verdict.isPresent()
                ? "a tool ran (%s) that the guard had denied".formatted(result.toolUseId())
                : "a tool ran (%s) for which the guard was not asked"
                    .formatted(result.toolUseId()));
  }
}
