package drover.mcp;

import drover.config.JobSettings;
import drover.config.McpSettings;
import drover.config.Secrets;
import drover.config.Settings;
import drover.egress.WaysOut;
import drover.ledger.EventType;
import drover.machine.Conversations;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens doors to the servers that a job may use. Each server runs as this user, outside of every
 * sandbox, with the secrets that its configuration names; an agent gets an address and nothing
 * else.
 */
public final class McpServers {
  private static final Logger LOG = LoggerFactory.getLogger(McpServers.class);
  private static final List<String> PASSED_ON =
      List.of("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS");

  private final Settings settings;
  private final Secrets secrets;
  private final Map<String, String> environment;
  private final Journal journal;
  private final Conversations conversations = new Conversations();

  /**
   * @param environment of this process
   */
  public McpServers(
      Settings settings, Secrets secrets, Map<String, String> environment, Journal journal) {
    this.settings = settings;
    this.secrets = secrets;
    this.environment = Map.copyOf(environment);
    this.journal = journal;
  }

  /**
   * A door to every server of the run's job, each to be closed after the turn; none for a
   * rehearsal, which asks nobody.
   *
   * @throws RunEnded when a server is not configured, or a secret of it is not there
   */
  public List<McpDoor> open(RunExecution run) {
    if (run.task().isRehearsal()) {
      return List.of();
    }
    List<McpDoor> doors = new ArrayList<>();
    try {
      for (String name : namesFor(run)) {
        McpSettings.Server server = serverOf(run, name);
        Map<String, String> variables = variables(name, server);
        doors.add(open(run, name, server, variables));
      }
      return doors;
    } catch (RuntimeException e) {
      doors.forEach(McpDoor::close);
      throw e;
    }
  }

  private McpDoor open(
      RunExecution run, String name, McpSettings.Server server, Map<String, String> variables) {
    List<String> argv = new ArrayList<>(List.of(server.command()));
    argv.addAll(server.args());
    Path directory = run.directory();
    Map<String, String> marked = run.mark().on(variables);
    return McpDoor.open(
        name,
        () -> conversations.begin(argv, directory, marked),
        notice -> tell(run, notice),
        WaysOut.directoryIn(directory));
  }

  private List<String> namesFor(RunExecution run) {
    return settings.job(run.task().job()).flatMap(JobSettings::mcp).orElse(List.of());
  }

  private McpSettings.Server serverOf(RunExecution run, String name) {
    return Optional.ofNullable(settings.mcp().servers().get(name))
        .orElseThrow(
            () ->
                RunEnded.failed(
                    "failed",
                    "mcp-missing: drover.jobs.%s.mcp names the server %s, and there is no drover.mcp.servers.%s: configure it, or take the name out"
                        .formatted(run.task().job(), name, name)));
  }

  private Map<String, String> variables(String name, McpSettings.Server server) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().retainAll(PASSED_ON);
    for (String secret : server.secrets()) {
      variables.put(
          secret,
          secrets
              .find(secret)
              .orElseThrow(
                  () ->
                      RunEnded.failed(
                          "failed",
                          "mcp-secret: %s is not set, which drover.mcp.servers.%s needs: export it, or %s_FILE"
                              .formatted(secret, name, secret))));
    }
    return variables;
  }

  /** From a thread of a door: the run may have ended meanwhile. */
  private void tell(RunExecution run, String notice) {
    try {
      journal.tell(run.claim(), EventType.NOTICE, notice);
    } catch (RuntimeException e) {
      LOG.warn("{}: {} (not recorded: {})", run, notice, e.getMessage());
    }
  }
}
