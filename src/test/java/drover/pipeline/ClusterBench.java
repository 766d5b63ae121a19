package drover.pipeline;

import drover.cluster.FakeCluster;
import drover.cluster.launch.Checkout;
import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.PodSettings;
import drover.cluster.launch.Scripts;
import drover.cluster.launch.Source;
import drover.cluster.launch.Storage;
import drover.cluster.launch.TurnObjects;
import drover.cluster.launch.TurnSpec;
import drover.cluster.turn.ClusterLeftovers;
import drover.cluster.turn.ClusterObjects;
import drover.cluster.turn.ClusterTurnSettings;
import drover.cluster.turn.ClusterTurns;
import drover.cluster.turn.TurnCluster;
import drover.cluster.turn.TurnDescriptions;
import drover.config.Configuration;
import drover.executor.Invocations;
import drover.executor.LiveOutputs;
import drover.follow.InferredPrices;
import drover.ledger.TurnRecord;
import drover.limit.LimitWitness;
import drover.limit.Limits;
import drover.machine.Clock;
import drover.progress.Guardrails;
import drover.progress.Narrator;
import drover.progress.Progress;
import drover.redact.Redactor;
import drover.run.Act;
import drover.run.Cancellation;
import drover.run.Owners;
import drover.run.RunExecution;
import drover.run.SpendWitness;
import drover.turn.AgentCommand;
import drover.turn.AgentCommands;
import drover.turn.Assignment;
import drover.turn.TurnFacts;
import drover.wait.Capacity;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.main.Main;

/** The route of the executor in a cluster, with a cluster that does what a test has planned. */
final class ClusterBench implements AutoCloseable {
  private static final Redactor NO_SECRETS = new Redactor(Map.of());

  private final NamespacedKubernetesClient client;
  final AgentBench bench;
  final ClusterTurns turns;
  final Clock clock;

  /** Who holds it does something while the factory looks away. */
  final Lock looking;

  /** As a process that has just claimed it. */
  final RunExecution run;

  private final TurnCluster api;
  private final Main camel = new Main();

  ClusterBench(AgentBench bench, FakeCluster cluster) {
    this(bench, cluster, "");
  }

  /**
   * @param limits what differs from the defaults, as YAML
   */
  ClusterBench(AgentBench bench, FakeCluster cluster, String limits) {
    this(bench, cluster.client(), new ReentrantLock(), limits);
  }

  private ClusterBench(
      AgentBench bench, NamespacedKubernetesClient client, Lock looking, String limits) {
    this(bench, client, looking, new HurriedClock(looking), limits, Map.of());
  }

  /** In the time of everybody. */
  static ClusterBench inRealTime(
      AgentBench bench, NamespacedKubernetesClient client, Map<String, String> environment) {
    return new ClusterBench(bench, client, new ReentrantLock(), Clock.system(), "", environment);
  }

  private ClusterBench(
      AgentBench bench,
      NamespacedKubernetesClient client,
      Lock looking,
      Clock clock,
      String limits,
      Map<String, String> environment) {
    this.bench = bench;
    this.client = client;
    this.looking = looking;
    this.clock = clock;
    BeanBench beans = bench.beans();
    this.run =
        new RunExecution(
            beans.run.claim(), beans.run.task(), beans.run.createdAt(), beans.run.directory());
    this.api =
        new TurnCluster(
            client, () -> FakeCluster.NAMESPACE, Map.of(ClusterRun.MANAGED_BY, ClusterRun.FACTORY));
    AgentCommand agent = new ScriptedAgent("");
    this.turns =
        new ClusterTurns(
            beans.ledger,
            beans.journal,
            clock,
            InferredPrices.TABLE,
            new Limits(
                beans.settings(limits), beans.ledger, beans.journal, clock, LimitWitness.NONE),
            NO_SECRETS,
            new AgentCommands(agent, agent, agent),
            new Invocations(beans.ledger, clock, NO_SECRETS, SpendWitness.NONE),
            new LiveOutputs(),
            api,
            new Described(),
            new TurnObjects(Scripts.from(name -> "")),
            new ClusterTurnSettings(
                Duration.ofMillis(250), Duration.ofMinutes(2), 2, Duration.ofSeconds(30)));
    start(beans, environment);
  }

  /** The factory's own description of a turn is tested where it is made. */
  private static final class Described implements TurnDescriptions {
    @Override
    public String jobOf(RunExecution run, TurnRecord record) {
      return run(run).turnJob(record.turn(), record.invocation());
    }

    @Override
    public TurnSpec of(RunExecution run, Assignment assignment, TurnRecord record) {
      return new TurnSpec(
          run(run),
          new PodSettings(
              "drover-runtime",
              "IfNotPresent",
              List.of(),
              Map.of("cpu", "250m"),
              Map.of("memory", "4Gi"),
              "2Gi",
              "1Gi",
              Map.of(),
              List.of(),
              Optional.empty(),
              Duration.ofHours(1)),
          new Storage.Claim("agent-ws-1", ""),
          record.turn(),
          record.invocation(),
          new Checkout.Workspace(
              new Source.Remote("https://example.org/blog.git", Map.of()),
              "abc",
              "main",
              "abc",
              "1.0",
              "agent/publisher-1",
              "publisher-agent"),
          "home",
          List.of("claude", "-p"),
          Map.of(),
          Map.of("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-not-a-token"),
          assignment.prompt(),
          Map.of(),
          List.of(),
          Duration.ofHours(2));
    }

    private static ClusterRun run(RunExecution run) {
      return new ClusterRun(
          run.id(),
          run.id(),
          run.task().job(),
          FakeCluster.NAMESPACE,
          run.createdAt().getEpochSecond(),
          Optional.empty());
    }
  }

  /** Carries out a turn as the route does. */
  TurnFacts execute() {
    return execute(bench.work());
  }

  private TurnFacts execute(Assignment work) {
    return execute(run, work);
  }

  /** The same for another run. */
  TurnFacts execute(RunExecution run, Assignment work) {
    Exchange done =
        camel
            .getCamelContext()
            .createProducerTemplate()
            .send(
                "direct:execute-kubernetes",
                exchange -> {
                  exchange.setVariable("run", run);
                  exchange.setVariable("assignment", work);
                  exchange.getIn().setBody(work);
                });
    if (done.getException() != null) {
      throw unwrapped(done.getException());
    }
    return done.getMessage().getBody(TurnFacts.class);
  }

  /** As another process does it, which knows no live owner of the run. */
  void cancel() {
    BeanBench beans = bench.beans();
    new Cancellation(
            beans.ledger,
            beans.journal,
            clock,
            new Owners(Duration.ofMinutes(1)),
            new ClusterLeftovers(beans.ledger, InferredPrices.TABLE, NO_SECRETS, beans.data(), api))
        .cancel(run.id(), new Act("tester", "a test"));
  }

  List<TurnRecord> records() {
    return bench.beans().ledger.read().turns().all(bench.beans().run.id());
  }

  /** What people are told. */
  List<String> notices() {
    return bench.beans().ledger.read().events().after(bench.beans().run.id(), 0, 1_000).stream()
        .map(event -> event.toString())
        .filter(text -> text.toLowerCase(java.util.Locale.ROOT).contains("notice"))
        .toList();
  }

  @Override
  public void close() {
    camel.stop();
    api.close();
  }

  private void start(BeanBench beans, Map<String, String> environment) {
    Configuration configuration = Configuration.load(Optional.empty(), environment);
    Properties properties = new Properties();
    properties.putAll(configuration.properties());
    camel.setDefaultPropertyPlaceholderLocation("false");
    camel.setInitialProperties(properties);
    camel
        .configure()
        .withRoutesIncludePattern(
            "classpath:routes/executors/kubernetes.yaml,classpath:routes/follow.yaml");
    ClusterObjects objects = new ClusterObjects(client);
    camel.bind("clusterTurns", turns);
    camel.bind("clusterObjects", objects);
    camel.bind(
        "clusterRetries",
        (Predicate)
            exchange ->
                exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class) <= 3
                    && objects.isWorthAnotherTry(
                        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
    camel.bind("kubernetesClient", client);
    camel.bind(
        "progress",
        new Progress(beans.ledger, beans.journal, clock, NO_SECRETS, SpendWitness.NONE));
    camel.bind("narrator", new Narrator());
    camel.bind("guardrails", new Guardrails());
    camel.bind("capacity", new Capacity(beans.settings(""), beans.ledger, clock));
    camel.start();
  }

  private static RuntimeException unwrapped(Exception failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.camel")) {
      cause = cause.getCause();
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
