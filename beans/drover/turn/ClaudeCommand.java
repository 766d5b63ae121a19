package drover.turn;

import drover.config.ClaudeSettings;
import drover.config.Secrets;
import drover.credential.HandOut;
import drover.run.RunExecution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Claude Code on a subscription. Of all credentials only the subscription's token is set: an API
 * key, another token or base URL beside it would change who pays, or hang the CLI.
 */
public final class ClaudeCommand implements AgentCommand {
  private final ClaudeSettings settings;
  private final HandOut credential;
  private final AgentEnvironment environment;
  private final Map<String, String> ofThisProcess;

  public ClaudeCommand(
      ClaudeSettings settings, HandOut credential, Map<String, String> environment) {
    this.settings = settings;
    this.credential = credential;
    this.environment = new AgentEnvironment(environment);
    this.ofThisProcess = Map.copyOf(environment);
  }

  @Override
  public List<String> arguments(Assignment assignment, Session session) {
    return ClaudeArguments.of(List.of(program().file().toString()), assignment, session);
  }

  @Override
  public List<Path> needs() {
    List<Path> paths = new ArrayList<>(program().needs());
    paths.addAll(environment.certificates());
    return paths;
  }

  private AgentProgram program() {
    return AgentProgram.find(settings.command(), ofThisProcess.getOrDefault("PATH", ""));
  }

  @Override
  public Map<String, String> environment(RunExecution run, Assignment assignment) {
    Map<String, String> variables = environment.of(run, assignment.purpose());
    credential
        .handOutTo(run.id())
        .ifPresent(token -> variables.put(Secrets.SUBSCRIPTION_TOKEN, token));
    settings.apiUrl().ifPresent(url -> variables.put("ANTHROPIC_BASE_URL", url));
    variables.put("CLAUDE_CODE_MAX_RETRIES", Integer.toString(settings.maxRetries()));
    variables.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    variables.put("DISABLE_AUTOUPDATER", "1");
    return variables;
  }
}
