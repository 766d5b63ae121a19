package drover.cluster.turn;

import drover.cluster.launch.TurnObjects;
import drover.cluster.turn.ClusterAgent.Reattached;
import drover.executor.Invocations;
import drover.executor.LiveOutputs;
import drover.executor.LiveTurn;
import drover.executor.OutputTail;
import drover.executor.StoppedTurn;
import drover.follow.PriceTable;
import drover.follow.TurnEnd;
import drover.follow.TurnReport;
import drover.json.Json;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.TurnRecord;
import drover.limit.Limits;
import drover.limit.TurnWatch;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.turn.AgentCommands;
import drover.turn.Assignment;
import drover.turn.TurnFacts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Carries out turns as Kubernetes Jobs. A turn that was started is found again by the name of its
 * Job, whoever owns the run by then, and never started a second time.
 */
public final class ClusterTurns {
  public static final String EXECUTOR = "kubernetes";

  /** Of the agent, in its pod. */
  static final String CONTAINER = "agent";

  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final PriceTable prices;
  private final Limits limits;
  private final Redactor redactor;
  private final AgentCommands agents;
  private final Invocations invocations;
  private final LiveOutputs outputs;
  private final TurnCluster cluster;
  private final TurnDescriptions descriptions;
  private final TurnObjects objects;
  private final ClusterTurnSettings settings;

  public ClusterTurns(
      Ledger ledger,
      Journal journal,
      Clock clock,
      PriceTable prices,
      Limits limits,
      Redactor redactor,
      AgentCommands agents,
      Invocations invocations,
      LiveOutputs outputs,
      TurnCluster cluster,
      TurnDescriptions descriptions,
      TurnObjects objects,
      ClusterTurnSettings settings) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.prices = prices;
    this.limits = limits;
    this.redactor = redactor;
    this.agents = agents;
    this.invocations = invocations;
    this.outputs = outputs;
    this.cluster = cluster;
    this.descriptions = descriptions;
    this.objects = objects;
    this.settings = settings;
  }

  /**
   * Reserves the name of the next Job, unless the turn has ended before or its last Job has not.
   *
   * @return what the ledger knows of the invocation
   * @throws RunEnded when a limit is used up before it begins
   */
  public TurnRecord reserve(@Variable("run") RunExecution run, @Body Assignment assignment) {
    Optional<TurnRecord> before = invocations.latest(run, assignment);
    Optional<TurnFacts> known = before.flatMap(ClusterTurns::facts);
    if (before.isPresent() && (known.isEmpty() || !known.get().goesOn())) {
      return before.get();
    }
    limits.requireRoom(run);
    TurnRecord record =
        invocations.reserve(run, assignment, before, known.map(TurnFacts::sessionId), EXECUTOR);
    invocations.handle(run, record, PodHandle.of(descriptions.jobOf(run, record)).json());
    return invocations.latest(run, assignment).orElseThrow();
  }

  /** Whether the cluster may have to be told of it. */
  public boolean isToBeMade(@Variable("reserved") TurnRecord record) {
    boolean isMade = PodHandle.of(record).flatMap(PodHandle::uid).isPresent();
    return record.outcome().isEmpty() && !isMade;
  }

  /** For routes: where all of this is. */
  public String namespace() {
    return cluster.namespace();
  }

  /** For routes: name of the Job, and of its Secret. */
  public String jobOf(@Variable("live") LiveTurn live) {
    return handle(live.run(), live.record()).job();
  }

  /** Its Job first; the others are to belong to that. */
  public List<HasMetadata> objects(
      @Variable("run") RunExecution run,
      @Variable("assignment") Assignment assignment,
      @Variable("reserved") TurnRecord record) {
    return objects.of(descriptions.of(run, assignment, record));
  }

  /**
   * The cluster has all of it.
   *
   * @param job as the cluster has it
   * @throws RunEnded when the cluster left out what the turn cannot do without
   */
  public void made(
      @Variable("run") RunExecution run,
      @Variable("reserved") TurnRecord record,
      @Variable("job") Job job) {
    requireSidecars(job);
    PodHandle made = handle(run, record).made(job.getMetadata().getUid());
    invocations.handle(run, record, made.json());
    journal.tell(
        run.claim(),
        EventType.NOTICE,
        "the turn runs as Kubernetes Job %s in namespace %s"
            .formatted(made.job(), cluster.namespace()));
  }

  /** A cluster that knows none would wait for the end of a server that never ends. */
  private void requireSidecars(Job job) {
    boolean areLeftOut =
        job.getSpec().getTemplate().getSpec().getInitContainers().stream()
            .anyMatch(one -> TurnObjects.isServer(one) && !"Always".equals(one.getRestartPolicy()));
    if (areLeftOut) {
      cluster.delete(job.getMetadata().getName());
      throw RunEnded.failed(
          "failed",
          "cluster-refused: this cluster knows no sidecar containers, which MCP servers are: it needs Kubernetes 1.29 or newer");
    }
  }

  /** The turn as it goes on, or as it turned out to have ended. */
  public LiveTurn follow(
      @Variable("run") RunExecution run,
      @Variable("assignment") Assignment assignment,
      @Variable("reserved") TurnRecord reserved) {
    TurnRecord record = invocations.latest(run, assignment).orElse(reserved);
    TurnReport report = new TurnReport(prices, agents.of(run, assignment).untoldModel(assignment));
    Optional<TurnFacts> known = facts(record);
    return known.isPresent()
        ? new LiveTurn(run, record, report, Optional.empty(), known)
        : new LiveTurn(
            run, record, report, Optional.of(attend(run, assignment, record, report)), known);
  }

  /**
   * After the last line: how the turn ended.
   *
   * @throws drover.run.RunStopped when it ended because the run has to stop, or goes on without us
   */
  public TurnFacts end(@Variable("live") LiveTurn live) {
    if (live.known().isPresent()) {
      return live.known().get();
    }
    ClusterAgent agent = (ClusterAgent) live.running().orElseThrow();
    if (agent.isLeft()) {
      live.run().stop().check();
    }
    TurnEnd end = StoppedTurn.endOf(live, agent);
    TurnFacts facts = TurnFacts.of(live.report(), end, live.record().session());
    invocations.ended(live.run(), live.record(), facts);
    live.run().stop().check();
    return facts;
  }

  /** Whether the cluster took the pod away, and another one may go on with its turn. */
  public boolean isMoved(@Variable("live") LiveTurn live, @Body TurnFacts facts) {
    Optional<PodEnd.Move> move =
        live.running()
            .map(ClusterAgent.class::cast)
            .flatMap(ClusterAgent::move)
            .filter(taken -> facts.outcome().equals("lost"));
    if (move.isEmpty()) {
      return false;
    }
    long moves =
        ledger.read().turns().all(live.run().id()).stream()
            .filter(other -> other.turn() == live.record().turn())
            .filter(other -> other.attempt() == live.record().attempt())
            .flatMap(other -> facts(other).stream())
            .filter(ClusterTurns::wasMoved)
            .count();
    boolean goesOn = moves <= settings.mostMoves();
    journal.tell(
        live.run().claim(),
        EventType.NOTICE,
        "%s; %s"
            .formatted(
                facts.reason(),
                goesOn
                    ? "the turn goes on in another pod (%d of %d times)"
                        .formatted(moves, settings.mostMoves())
                    : "that was once too often (%d)".formatted(moves)));
    return goesOn;
  }

  /** Whatever happened while it was followed. */
  public void release(@Variable("live") LiveTurn live) {
    live.running().ifPresent(agent -> agent.release());
  }

  /** Whether nothing of the Job is needed any more but what the cluster keeps for people. */
  public boolean isOver(@Variable("live") LiveTurn live) {
    return live.running().map(ClusterAgent.class::cast).filter(ClusterAgent::isLeft).isEmpty();
  }

  private ClusterAgent attend(
      RunExecution run, Assignment assignment, TurnRecord record, TurnReport report) {
    PodHandle handle = handle(run, record);
    Consumer<String> notice = text -> journal.tell(run.claim(), EventType.NOTICE, text);
    Path output = run.directory().resolve(record.file());
    double recorded =
        ledger.read().spend().ofInvocation(run.id(), record.turn(), record.invocation());
    LogCopy copy = LogCopy.open(output, handle.known(), notice);
    PodDiagnosis diagnosis = new PodDiagnosis(CONTAINER, settings.patience());
    PodFollower follower = new PodFollower(cluster, diagnosis, handle.job(), copy, clock, notice);
    TurnWatch watch = limits.watch(run, record, assignment, report);
    PodStop stop =
        new PodStop(
            cluster,
            diagnosis,
            handle.job(),
            follower,
            run.stop(),
            watch,
            new PodWrapUp(cluster, handle.job(), run.directory(), clock, notice),
            settings.grace(),
            clock,
            notice);
    OutputTail tail = new OutputTail(output, 0, stop, stop::look, clock, settings.poll(), outputs);
    return new ClusterAgent(
        handle, copy, follower, stop, watch, new Reattached(report, recorded, redactor), tail);
  }

  private static boolean wasMoved(TurnFacts facts) {
    String code = facts.reason().replaceFirst(":.*", "");
    return Arrays.stream(PodEnd.Move.values())
        .map(move -> move.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .anyMatch(code::equals);
  }

  /** The name is known even where somebody died before it was written down. */
  private PodHandle handle(RunExecution run, TurnRecord record) {
    return PodHandle.of(record).orElseGet(() -> PodHandle.of(descriptions.jobOf(run, record)));
  }

  private static Optional<TurnFacts> facts(TurnRecord record) {
    return record.report().map(report -> Json.read(report, TurnFacts.class));
  }
}
