package drover.cluster.agenttask;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The idempotency key of a run that an AgentTask asked for: {@code name/uid} for its first run,
 * {@code name/uid#run} for the one after that run, {@code name/uid@instant} for a firing of its
 * schedule. It is the same on every instance and after every restart.
 *
 * @param which of its runs, with its sign; empty: the first
 */
public record TaskKey(String name, String uid, String which) {
  /** The source of such runs, and their trigger. */
  public static final String SOURCE = "agent-task";

  private static final Pattern FORM = Pattern.compile("([^/@#]+)/([^/@#]+)([@#].+)?");

  static TaskKey first(AgentTask task) {
    return new TaskKey(task.name(), task.uid(), "");
  }

  static TaskKey after(AgentTask task, String run) {
    return new TaskKey(task.name(), task.uid(), "#" + run);
  }

  static TaskKey firing(AgentTask task, Instant at) {
    return new TaskKey(task.name(), task.uid(), "@" + at);
  }

  /**
   * Empty where it is the key of something else, of a run that another run handed in for instance.
   */
  public static Optional<TaskKey> parse(String source, String key) {
    Matcher matcher = FORM.matcher(key);
    if (!source.equals(SOURCE) || !matcher.matches()) {
      return Optional.empty();
    }
    String which = Optional.ofNullable(matcher.group(3)).orElse("");
    return Optional.of(new TaskKey(matcher.group(1), matcher.group(2), which));
  }

  @Override
  public String toString() {
    return name + "/" + uid + which;
  }
}
