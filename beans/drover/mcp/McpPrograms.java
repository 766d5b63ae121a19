package drover.mcp;

import drover.config.JobSettings;
import drover.config.McpSettings;
import drover.config.Settings;
import drover.run.RunEnded;
import drover.run.RunExecution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which servers a run has, and what they need to know. */
public final class McpPrograms {
  private final Settings settings;
  private final Function<String, Optional<String>> secrets;

  /**
   * @param secrets finds one by its name
   */
  public McpPrograms(Settings settings, Function<String, Optional<String>> secrets) {
    this.settings = settings;
    this.secrets = secrets;
  }

  /**
   * Those of the run's job; none for a rehearsal, which asks nobody.
   *
   * @throws RunEnded when a server is not configured, or a secret of it is not there
   */
  public List<McpProgram> of(RunExecution run) {
    if (run.task().isRehearsal()) {
      return List.of();
    }
    return settings.job(run.task().job()).flatMap(JobSettings::mcp).orElse(List.of()).stream()
        .map(name -> program(run, name))
        .toList();
  }

  private McpProgram program(RunExecution run, String name) {
    McpSettings.Server server =
        Optional.ofNullable(settings.mcp().servers().get(name))
            .orElseThrow(
                () ->
                    RunEnded.failed(
                        "failed",
                        "mcp-missing: drover.jobs.%s.mcp names the server %s, and there is no drover.mcp.servers.%s: configure it, or take the name out"
                            .formatted(run.task().job(), name, name)));
    Map<String, String> values = new HashMap<>();
    server.secrets().forEach(secret -> values.put(secret, secretOf(name, secret)));
    return new McpProgram(name, server, values);
  }

  private String secretOf(String server, String secret) {
    return secrets
        .apply(secret)
        .orElseThrow(
            () ->
                RunEnded.failed(
                    "failed",
                    "mcp-secret: %s is not set, which drover.mcp.servers.%s needs: export it, or %s_FILE"
                        .formatted(secret, server, secret)));
  }
}
