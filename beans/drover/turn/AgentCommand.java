package drover.turn;

import drover.run.RunExecution;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a coding agent is called. */
public interface AgentCommand {
  /** Program and arguments. The prompt is not among them; it comes on standard input. */
  List<String> arguments(Assignment assignment, Session session);

  /** Paths of this machine that it must see in a sandbox, beside the system. */
  List<Path> needs();

  /** The agent's whole environment. */
  Map<String, String> environment(RunExecution run, Assignment assignment);

  /** What it reads on standard input. */
  default String prompt(Assignment assignment) {
    return assignment.prompt();
  }

  /** The model it uses, where its output does not tell. */
  default Optional<String> untoldModel(Assignment assignment) {
    return Optional.empty();
  }

  /** Whether it has begun the session in this home, even if it could not say so any more. */
  default boolean knowsSession(Path home, String session) {
    return AgentHome.knowsSession(home, session);
  }

  /** The configuration key that names its program. */
  default String commandKey() {
    return "drover.claude.command";
  }

  /**
   * A session of the agent.
   *
   * @param id chosen by the factory, so that it is known before the agent starts; the agent may
   *     choose another one and tell it
   */
  record Session(String id, Beginning beginning) {
    /** Whether the agent knows the session already. */
    public enum Beginning {
      NEW,
      RESUMED
    }
  }
}
