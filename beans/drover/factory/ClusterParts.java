package drover.factory;

import drover.cluster.access.ClusterAccess;
import drover.cluster.agenttask.Fleet;
import drover.cluster.agenttask.TaskOwners;
import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.Scripts;
import drover.cluster.launch.StepObjects;
import drover.cluster.launch.TurnObjects;
import drover.cluster.step.ClusterAgents;
import drover.cluster.step.ClusterEvaluation;
import drover.cluster.step.ClusterJobs;
import drover.cluster.step.ClusterRuns;
import drover.cluster.step.ClusterVerification;
import drover.cluster.step.ClusterWorkspaces;
import drover.cluster.step.Collecting;
import drover.cluster.step.PodPush;
import drover.cluster.step.Sources;
import drover.cluster.step.TurnDescriptionsOfRuns;
import drover.cluster.step.TurnPlans;
import drover.cluster.step.VolumeSweep;
import drover.cluster.turn.ClusterLeftovers;
import drover.cluster.turn.ClusterObjects;
import drover.cluster.turn.ClusterTurnSettings;
import drover.cluster.turn.ClusterTurns;
import drover.cluster.turn.TurnCluster;
import drover.cluster.turn.TurnDescriptions;
import drover.config.KubernetesSettings;
import drover.config.Secrets;
import drover.config.Settings;
import drover.credential.ModelCredentials;
import drover.executor.Invocations;
import drover.executor.LiveOutputs;
import drover.ledger.Ledger;
import drover.limit.Limits;
import drover.machine.Clock;
import drover.mcp.McpPrograms;
import drover.redact.Redactor;
import drover.report.Artifacts;
import drover.run.Journal;
import drover.run.Leftovers;
import drover.runtime.AgentRuntime;
import drover.turn.Texts;
import drover.verify.Accuracy;
import drover.workspace.DistantWorkspaces;
import drover.workspace.Git;
import drover.workspace.Repositories;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/** The parts that carry out runs in a cluster. Without one they are there, and nobody uses them. */
final class ClusterParts implements AutoCloseable {
  private static final String LOCAL = "local";
  private static final String DOCKER = "docker";
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration POD_GRACE = Duration.ofSeconds(30);
  private static final int MOST_TRIES = 3;

  private final Site site;
  private final Settings settings;
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Redactor redactor;
  private final Limits limits;
  private final Witnesses witnesses;
  private final ClusterAccess access;
  private final Fleet fleet = new Fleet();
  private final ClusterRuns runs;
  private final ClusterAgents agents;
  private final TurnCluster turnCluster;

  ClusterParts(
      Site site,
      Settings settings,
      Ledger ledger,
      Journal journal,
      Clock clock,
      Redactor redactor,
      Limits limits,
      ModelCredentials credentials,
      Witnesses witnesses) {
    this.site = site;
    this.settings = settings;
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.redactor = redactor;
    this.limits = limits;
    this.witnesses = witnesses;
    this.access = new ClusterAccess(site.environment(), settings.kubernetes());
    this.runs = new ClusterRuns(access::namespace, new TaskOwners(fleet, ledger));
    this.agents =
        new ClusterAgents(
            settings,
            credentials.of(AgentRuntime.CLAUDE),
            credentials.of(AgentRuntime.OPENCODE),
            site.installation().resolve("runtime-image"),
            site.environment());
    this.turnCluster =
        new TurnCluster(
            access.whenNeeded(),
            access::namespace,
            Map.of(ClusterRun.MANAGED_BY, ClusterRun.FACTORY, ClusterRun.PART, "turn"));
  }

  /** Agents of runs that nobody executes, here and in pods. */
  Leftovers leftoversBeside(Leftovers here) {
    Leftovers inPods =
        new ClusterLeftovers(
            ledger, Prices.of(settings), redactor, site.dataDirectory(), turnCluster);
    return run -> Stream.of(here, inPods).flatMap(each -> each.settle(run).stream()).toList();
  }

  /** Where turns can run here, the usual place first. */
  List<String> executors() {
    if (ClusterAccess.isInside(site.environment())) {
      return List.of(ClusterTurns.EXECUTOR, LOCAL, DOCKER);
    }
    return access.isConfigured()
        ? List.of(LOCAL, DOCKER, ClusterTurns.EXECUTOR)
        : List.of(LOCAL, DOCKER);
  }

  ClusterAccess access() {
    return access;
  }

  /** The AgentTasks, as far as a server follows them. */
  Fleet fleet() {
    return fleet;
  }

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes(
      GithubParts github, Repositories repositories, Git operator, Git clean) {
    KubernetesSettings kubernetes = settings.kubernetes();
    Scripts scripts = Scripts.from(name -> new Texts().get("executors/kubernetes/" + name));
    StepObjects steps = new StepObjects(scripts);
    DistantWorkspaces workspaces = new DistantWorkspaces(repositories, clean, ledger);
    ClusterJobs jobs =
        new ClusterJobs(access, clock, Duration.ofMinutes(kubernetes.pendingMinutes()));
    ClusterObjects objects = new ClusterObjects(access.whenNeeded());
    Sources sources = new Sources(workspaces, github.gitAccess());
    TurnDescriptions descriptions =
        new TurnDescriptionsOfRuns(
            ledger,
            runs,
            new TurnPlans(
                settings,
                runs,
                agents,
                new McpPrograms(settings, new Secrets(site.environment(), redactor)::find)),
            sources);
    return Map.ofEntries(
        Map.entry("kubernetesClient", access.whenNeeded()),
        Map.entry("clusterObjects", objects),
        Map.entry("clusterRetries", retries(objects)),
        Map.entry("clusterTurns", turns(descriptions, new TurnObjects(scripts))),
        Map.entry("clusterWorkspaces", new ClusterWorkspaces(settings, access, runs, workspaces)),
        Map.entry("clusterJobs", jobs),
        Map.entry("collecting", new Collecting(settings, runs, jobs, steps, workspaces)),
        Map.entry(
            "clusterVerification",
            new ClusterVerification(settings, runs, jobs, steps, workspaces, journal)),
        Map.entry(
            "clusterEvaluation",
            new ClusterEvaluation(
                settings,
                runs,
                jobs,
                steps,
                sources,
                new Accuracy(settings, new Artifacts(journal), journal))),
        Map.entry(
            "podPush",
            new PodPush(
                settings,
                runs,
                jobs,
                steps,
                github.targets(),
                github.push(operator, ledger),
                GithubParts.branches(operator))),
        Map.entry(
            "volumeSweep",
            new VolumeSweep(
                access, ledger, clock, Duration.ofHours(kubernetes.keepFailedHours()))));
  }

  @Override
  public void close() {
    turnCluster.close();
    access.close();
  }

  private ClusterTurns turns(TurnDescriptions descriptions, TurnObjects objects) {
    return new ClusterTurns(
        ledger,
        journal,
        clock,
        Prices.of(settings),
        limits,
        redactor,
        agents.commands(),
        new Invocations(ledger, clock, redactor, witnesses.spend()),
        new LiveOutputs(),
        turnCluster,
        descriptions,
        objects,
        new ClusterTurnSettings(
            POLL,
            Duration.ofMinutes(settings.kubernetes().pendingMinutes()),
            settings.kubernetes().podRetries(),
            POD_GRACE));
  }

  private static Predicate retries(ClusterObjects objects) {
    return exchange ->
        exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class) <= MOST_TRIES
            && objects.isWorthAnotherTry(
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
  }
}
