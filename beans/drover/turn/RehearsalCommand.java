package drover.turn;

import drover.run.RunExecution;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A script in the place of the model: it takes the same arguments, prints the same events and
 * really edits and commits. It cannot understand a prompt, so it is told its part in variables.
 */
public final class RehearsalCommand implements AgentCommand {
  private static final int LONGEST_TOPIC = 500;

  private final Path script;
  private final AgentEnvironment environment;
  private final Map<String, String> ofThisProcess;

  public RehearsalCommand(Path script, Map<String, String> environment) {
    this.script = script;
    this.environment = new AgentEnvironment(environment);
    this.ofThisProcess = Map.copyOf(environment);
  }

  @Override
  public List<String> arguments(Assignment assignment, Session session) {
    return ClaudeArguments.of(List.of("/bin/sh", script.toString()), assignment, session);
  }

  @Override
  public List<Path> needs() {
    return List.of(script.getParent());
  }

  /** Being asked for a review once more is the same part. */
  private static String partOf(Purpose purpose) {
    return (purpose == Purpose.REVIEW_AGAIN ? Purpose.REVIEW : purpose).word();
  }

  @Override
  public Map<String, String> environment(RunExecution run, Assignment assignment) {
    Map<String, String> variables = environment.of(run, assignment.purpose());
    String topic = run.brief().topic();
    variables.put("DROVER_TOPIC", topic.substring(0, Math.min(LONGEST_TOPIC, topic.length())));
    variables.put("DROVER_JOB", run.task().job());
    variables.put("DROVER_PURPOSE", partOf(assignment.purpose()));
    assignment.facts().forEach((name, value) -> variables.put("DROVER_" + name, value));
    ofThisProcess.forEach(
        (name, value) -> {
          if (name.startsWith("DROVER_REHEARSAL_") || name.startsWith("DROVER_PLANT_")) {
            variables.put(name, value);
          }
        });
    return variables;
  }
}
