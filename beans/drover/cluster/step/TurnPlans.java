package drover.cluster.step;

import drover.cluster.launch.Checkout;
import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.PodSettings;
import drover.cluster.launch.ServerSpec;
import drover.cluster.launch.Source;
import drover.cluster.launch.Storage;
import drover.cluster.launch.TurnSpec;
import drover.config.KubernetesSettings;
import drover.config.Secrets;
import drover.config.Settings;
import drover.ledger.TurnRecord;
import drover.mcp.McpProgram;
import drover.mcp.McpPrograms;
import drover.run.RunExecution;
import drover.turn.AgentCommand;
import drover.turn.AgentCommand.Session;
import drover.turn.AgentCommand.Session.Beginning;
import drover.turn.Assignment;
import drover.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns an assignment into what is asked of the cluster. */
public final class TurnPlans {
  private static final Set<String> SECRETS =
      Set.of(Secrets.SUBSCRIPTION_TOKEN, Secrets.OPENCODE_KEY);

  /** Beside its own limit and its start: to finish, and to be asked to. */
  private static final Duration GRACE = Duration.ofMinutes(5);

  private final Settings settings;
  private final ClusterRuns runs;
  private final ClusterAgents agents;
  private final McpPrograms programs;

  public TurnPlans(
      Settings settings, ClusterRuns runs, ClusterAgents agents, McpPrograms programs) {
    this.settings = settings;
    this.runs = runs;
    this.agents = agents;
    this.programs = programs;
  }

  /**
   * @param source where the workspace is cloned from
   * @param start the commit its branch has to begin with, or go back to
   * @throws drover.run.RunEnded when an MCP server of the job is not configured
   */
  public TurnSpec plan(
      RunExecution run,
      Workspace workspace,
      Assignment assignment,
      TurnRecord record,
      Source source,
      StartOfTurn start) {
    KubernetesSettings kubernetes = settings.kubernetesOf(run.task().job());
    AgentCommand agent = agents.commands().of(run, assignment);
    Map<String, String> plain = new HashMap<>(agent.environment(run, assignment));
    Map<String, String> secret = new HashMap<>(plain);
    plain.keySet().removeAll(SECRETS);
    secret.keySet().retainAll(SECRETS);
    ClusterRun cluster = runs.of(run);
    List<ServerSpec> servers = assignment.purpose().isReview() ? List.of() : servers(run);
    boolean isResumed = assignment.resume().isPresent();
    Session session = new Session(record.session(), isResumed ? Beginning.RESUMED : Beginning.NEW);
    return new TurnSpec(
        cluster,
        PodSettings.of(kubernetes),
        storageOf(workspace),
        record.turn(),
        record.invocation(),
        assignment.purpose().isReview()
            ? new Checkout.Clean(start.commit(), baseName(workspace), workspace.baseSha())
            : laid(run, workspace, source, start),
        homeOf(workspace, assignment.purpose().home(), cluster),
        agent.arguments(assignment.reaching(sockets(servers)), session),
        plain,
        secret,
        agent.prompt(assignment),
        run.task().isRehearsal() ? agents.filesOfRehearsal() : Map.of(),
        servers,
        deadline(run, kubernetes));
  }

  private List<ServerSpec> servers(RunExecution run) {
    return programs.of(run).stream().map(TurnPlans::server).toList();
  }

  private static ServerSpec server(McpProgram program) {
    List<String> argv = new ArrayList<>(List.of(program.server().command()));
    argv.addAll(program.server().args());
    return new ServerSpec(program.name(), program.server().image(), argv, program.secrets());
  }

  private static Map<String, Path> sockets(List<ServerSpec> servers) {
    return servers.stream().collect(Collectors.toMap(ServerSpec::name, ServerSpec::socket));
  }

  static Storage storageOf(Workspace workspace) {
    Workspace.Volume volume = workspace.volume().orElseThrow();
    return volume.claim().isEmpty()
        ? new Storage.PodOnly()
        : new Storage.Claim(volume.claim(), volume.folder());
  }

  /** A branch may not have the name of a commit. */
  static String baseName(Workspace workspace) {
    return workspace.isFromBranch() ? workspace.base() : "base";
  }

  /** The workspace as the first pod that needs it lays it. */
  static Checkout.Workspace laid(
      RunExecution run, Workspace workspace, Source source, StartOfTurn start) {
    return new Checkout.Workspace(
        source,
        start.commit(),
        workspace.base(),
        workspace.baseSha(),
        start.generation(),
        workspace.branch(),
        run.task().agent() + "-agent");
  }

  /** Who shares a volume still lives alone. */
  static String homeOf(Workspace workspace, String home, ClusterRun run) {
    boolean isShared = !workspace.volume().orElseThrow().folder().isEmpty();
    return isShared ? String.join("/", List.of("homes", run.id(), home)) : home;
  }

  private Duration deadline(RunExecution run, KubernetesSettings kubernetes) {
    return Duration.ofSeconds(settings.limitsOf(run.task().job()).turnSeconds())
        .plusMinutes(kubernetes.pendingMinutes())
        .plus(GRACE);
  }
}
