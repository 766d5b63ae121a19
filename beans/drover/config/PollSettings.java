package drover.config;

/**
 * The poll for issues that are ready to be worked on by an agent.
 *
 * @param killSwitch whether it is stopped: then nothing is asked and nothing begins
 * @param everySeconds time between two looks
 * @param issueBell whether GitHub's events are asked for as well, each minute
 * @param readyLabel with which somebody asks for it
 * @param inProgressLabel what an issue carries while a run works on it
 */
public record PollSettings(
    boolean killSwitch,
    int everySeconds,
    boolean issueBell,
    String readyLabel,
    String inProgressLabel) {

  /** As it ships. */
  public static final PollSettings OFF =
      new PollSettings(true, 180, false, "ready-for-agent", "agent-in-progress");
}
