package drover.turn;

import drover.config.OpencodeSettings;
import drover.config.Secrets;
import drover.credential.HandOut;
import drover.run.RunExecution;
import drover.sandbox.Bubblewrap;
import drover.task.Confinement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * opencode 1.18.33 (docs/runtimes.md tells what it was seen to do). Of all credentials only its API
 * key is set, and its configuration comes from here alone: one in the repository could send the key
 * elsewhere.
 */
public final class OpencodeCommand implements AgentCommand {
  /** It names its sessions itself; one of any other name is none of its own. */
  private static final String SESSION = "ses_";

  private static final String SCHEMA =
      """


      # The form of your answer

      Your last message is read by a program. End it with one JSON object that fits this JSON Schema, on lines of its
      own and with nothing after it:

      """;

  private final OpencodeSettings settings;
  private final HandOut credential;
  private final OpencodeAgents agents;
  private final AgentEnvironment environment;
  private final Map<String, String> ofThisProcess;

  public OpencodeCommand(
      OpencodeSettings settings,
      HandOut credential,
      AgentHome homes,
      Map<String, String> environment) {
    this.settings = settings;
    this.credential = credential;
    this.agents = new OpencodeAgents(homes.definitions());
    this.environment = new AgentEnvironment(environment);
    this.ofThisProcess = Map.copyOf(environment);
  }

  /** With a title given it asks no second model to make one up, whose cost it would not tell. */
  @Override
  public List<String> arguments(Assignment assignment, Session session) {
    List<String> argv = new ArrayList<>();
    argv.add(program().file().toString());
    argv.addAll(List.of("run", "--format", "json", "--title", assignment.purpose().word()));
    argv.addAll(List.of("--model", settings.modelFor(assignment.model())));
    assignment.agent().ifPresent(agent -> argv.addAll(List.of("--agent", agent)));
    boolean isResumed = session.beginning() == Session.Beginning.RESUMED;
    if (isResumed && session.id().startsWith(SESSION)) {
      argv.addAll(List.of("--session", session.id()));
    }
    return argv;
  }

  @Override
  public List<Path> needs() {
    List<Path> paths = new ArrayList<>(program().needs());
    paths.addAll(environment.certificates());
    return paths;
  }

  @Override
  public Map<String, String> environment(RunExecution run, Assignment assignment) {
    Map<String, String> variables = environment.of(run, assignment.purpose());
    credential.handOutTo(run.id()).ifPresent(key -> variables.put(Secrets.OPENCODE_KEY, key));
    variables.put("OPENCODE_CONFIG_CONTENT", configuration(run, assignment));
    variables.put("OPENCODE_DISABLE_PROJECT_CONFIG", "1");
    variables.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
    variables.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
    variables.put("OPENCODE_DISABLE_LSP_DOWNLOAD", "1");
    variables.put("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1");
    variables.put("OPENCODE_DISABLE_SHARE", "1");
    return variables;
  }

  /** It cannot be held to a schema, so it is asked. */
  @Override
  public String prompt(Assignment assignment) {
    return assignment
        .schema()
        .map(schema -> assignment.prompt().stripTrailing() + SCHEMA + schema.strip() + "\n")
        .orElseGet(assignment::prompt);
  }

  /** Without its provider, as prices are listed. */
  @Override
  public Optional<String> untoldModel(Assignment assignment) {
    String model = settings.modelFor(assignment.model());
    return Optional.of(model.substring(model.lastIndexOf('/') + 1));
  }

  @Override
  public boolean knowsSession(Path home, String session) {
    return session.startsWith(SESSION);
  }

  @Override
  public String commandKey() {
    return "drover.opencode.command";
  }

  private String configuration(RunExecution run, Assignment assignment) {
    boolean isConfined = run.task().confinement() == Confinement.SANDBOX;
    Path directory = isConfined ? Path.of(Bubblewrap.WORKSPACE) : assignment.directory();
    return new OpencodeConfiguration(settings, agents)
        .of(assignment, directory, run.task().confinement());
  }

  private AgentProgram program() {
    return AgentProgram.find(settings.command(), ofThisProcess.getOrDefault("PATH", ""));
  }
}
