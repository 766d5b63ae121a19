package drover.run;

/**
 * Result of the steps {@code instruction} and {@code answer}: what a person told the agent.
 *
 * @param text in the person's words
 * @param who told it
 */
public record Instruction(String text, String who) implements StepResult {
  private static final int SHOWN = 60;

  @Override
  public String summary() {
    String line = text.lines().findFirst().orElse("").strip();
    return "%s: %s".formatted(who, line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line);
  }
}
