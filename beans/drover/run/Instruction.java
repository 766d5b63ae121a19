package drover.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * Result of the steps {@code instruction} and {@code answer}: what a person told the agent.
 *
 * @param text in the person's words
 * @param who told it
 * @param pullRequest its URL, where these are comments of its review; they come from outside
 */
public record Instruction(
    String text,
    String who,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> pullRequest)
    implements StepResult {
  private static final int SHOWN = 60;

  /** One that a person gave to the factory itself. */
  public static Instruction of(String text, String who) {
    return new Instruction(text, who, Optional.empty());
  }

  @Override
  public String summary() {
    String line = text.lines().findFirst().orElse("").strip();
    return "%s: %s".formatted(who, line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line);
  }
}
