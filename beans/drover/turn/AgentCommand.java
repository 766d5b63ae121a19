package drover.turn;

import drover.run.RunExecution;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a coding agent is called. */
public interface AgentCommand {
  /** Program and arguments. The prompt is not among them; it comes on standard input. */
  List<String> arguments(Assignment assignment, Session session);

  /** Paths of this machine that it must see in a sandbox, beside the system. */
  List<Path> needs();

  /** The agent's whole environment. */
  Map<String, String> environment(RunExecution run, Assignment assignment);

  /**
   * A session of the agent.
   *
   * @param id chosen by the factory, so that it is known before the agent starts
   */
  record Session(String id, Beginning beginning) {
    /** Whether the agent knows the session already. */
    public enum Beginning {
      NEW,
      RESUMED
    }
  }
}
