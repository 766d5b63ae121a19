package drover.mcp;

import drover.egress.WaysOut;
import drover.ledger.EventType;
import drover.machine.Conversations;
import drover.run.Journal;
import drover.run.RunExecution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final McpPrograms programs;
  private final Map<String, String> environment;
  private final Journal journal;
  private final Conversations conversations = new Conversations();

  /**
   * @param environment of this process
   */
  public McpServers(McpPrograms programs, Map<String, String> environment, Journal journal) {
    this.programs = programs;
    this.environment = Map.copyOf(environment);
    this.journal = journal;
  }

  /**
   * A door to every server of the run's job, each to be closed after the turn; none for a
   * rehearsal, which asks nobody.
   *
   * @throws drover.run.RunEnded when a server is not configured, or a secret of it is not there
   */
  public List<McpDoor> open(RunExecution run) {
    List<McpDoor> doors = new ArrayList<>();
    try {
      programs.of(run).forEach(program -> doors.add(open(run, program)));
      return doors;
    } catch (RuntimeException e) {
      doors.forEach(McpDoor::close);
      throw e;
    }
  }

  private McpDoor open(RunExecution run, McpProgram program) {
    List<String> argv = new ArrayList<>(List.of(program.server().command()));
    argv.addAll(program.server().args());
    Path directory = run.directory();
    Map<String, String> marked = run.mark().on(variables(program));
    return McpDoor.open(
        program.name(),
        () -> conversations.begin(argv, directory, marked),
        notice -> tell(run, notice),
        WaysOut.directoryIn(directory));
  }

  private Map<String, String> variables(McpProgram program) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().retainAll(PASSED_ON);
    variables.putAll(program.secrets());
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
