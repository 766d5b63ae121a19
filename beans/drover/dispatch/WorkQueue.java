package drover.dispatch;

import drover.config.DispatchSettings;
import drover.config.Settings;
import drover.intake.Backlog;
import drover.ledger.InstanceRecord;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.run.Causes;
import drover.run.Instance;
import drover.task.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which runs may be looked at, and in which order. */
public final class WorkQueue {
  private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);
  private static final long LONGEST_REST = 1000;
  private static final long REST_OF_A_STANDING_QUEUE = 250;
  private static final int IN_FRONT = 100;
  private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(1);

  private final DispatchSettings settings;
  private final Duration lease;
  private final Readiness readiness;
  private final Mode mode;
  private final Ledger ledger;
  private final Clock clock;
  private final KillSwitch killSwitch;
  private final Instance self;
  private final Runners runners;
  private final Backlog backlog;
  private final FairOrder order;
  private volatile boolean isStanding;
  private volatile Instant begunAt = Instant.EPOCH;
  private volatile Instant countedAt = Instant.EPOCH;

  /**
   * @param mode of the runs that this server accepts
   */
  public WorkQueue(
      Settings settings,
      Ledger ledger,
      Clock clock,
      KillSwitch killSwitch,
      Instance self,
      Runners runners,
      Backlog backlog,
      Readiness readiness,
      Mode mode) {
    this.settings = settings.dispatch();
    this.lease = settings.instance().lease();
    this.readiness = readiness;
    this.mode = mode;
    this.ledger = ledger;
    this.clock = clock;
    this.killSwitch = killSwitch;
    this.self = self;
    this.runners = runners;
    this.backlog = backlog;
    this.order = new FairOrder(this.settings.ageing());
  }

  /**
   * The runs that nobody executes, in the order of their turns; ends where no more can be begun, so
   * that a long queue is not looked through in vain.
   */
  public Iterator<Admission> inOrder() {
    begunAt = clock.now();
    int before = backlog.recount();
    Situation situation = situation();
    List<OpenRun> idle = situation.open().stream().filter(run -> !situation.isAtWork(run)).toList();
    List<OpenRun> ordered = order.of(idle, situation.now());
    List<String> queued =
        ordered.stream().filter(run -> run.state() == RunState.QUEUED).map(OpenRun::id).toList();
    count(queued, before);
    isStanding = queued.size() >= IN_FRONT;
    int free = Math.max(0, settings.runs() - situation.countAtWork());
    backlog.seen(queued, isShutForAll(situation) ? 0 : free);
    return ordered.stream()
        .takeWhile(run -> !runners.isClosed() && !situation.killSwitch().paused())
        .takeWhile(run -> situation.countAtWork() < settings.runs())
        .filter(run -> !situation.isShutFor(run))
        .map(run -> Admission.of(run, situation))
        .iterator();
  }

  /** A queue that was read to its end needs no counting; a long one is counted now and then. */
  private void count(List<String> seen, int before) {
    if (seen.size() < IN_FRONT) {
      backlog.counted(before, seen.size());
    } else if (Duration.between(countedAt, begunAt).abs().compareTo(BETWEEN_COUNTS) >= 0) {
      backlog.counted(before, ledger.read().openRuns().countQueued());
      countedAt = begunAt;
    }
  }

  /**
   * Milliseconds until the next look: looking takes at most a fifth of the time. Where many stand
   * in front of a gate that is shut, one more of them changes nothing.
   */
  public long rest() {
    long taken = Duration.between(begunAt, clock.now()).toMillis();
    return Math.clamp(4 * taken, isStanding ? REST_OF_A_STANDING_QUEUE : 0, LONGEST_REST);
  }

  /** One run before the gates, whatever its turn. */
  public Admission only(@Body OpenRun run) {
    return Admission.of(run, situation());
  }

  /**
   * The runs that nobody executes before the gates, in the order of their turns; none will begin.
   *
   * @param most how many are given back, from the front
   */
  public List<Admission> idle(@Body int most) {
    Situation situation = situation();
    List<OpenRun> idle = situation.open().stream().filter(run -> !situation.isAtWork(run)).toList();
    return order.of(idle, situation.now()).stream()
        .limit(most)
        .map(run -> Admission.of(run, situation))
        .toList();
  }

  /**
   * A run stays where it is; what stopped it may stop all like it, which are not looked at then.
   */
  public void turnAway(Admission refused) {
    boolean isForAll = refused.gates().stream().anyMatch(GateState::shutsForAllLikeIt);
    if (isForAll) {
      refused.situation().shutFor(refused.run());
    }
  }

  /** An admitted run begins. */
  public void begin(Admission admitted) {
    admitted.situation().began(admitted.run());
    order.began(admitted.run());
    isStanding = false;
    runners.begin(admitted.run().id());
  }

  /** The ledger cannot be used now, for instance; the next look comes by itself. */
  public void complain(Exception failure) {
    LOG.warn("No run can be dispatched now: {}", Causes.innermost(failure).toString());
  }

  /** Whether whatever is accepted now has to wait, however many could work. */
  private boolean isShutForAll(Situation situation) {
    return situation.killSwitch().paused() || mode == Mode.REAL && readiness.isWithoutCredential();
  }

  private Situation situation() {
    Set<String> here = runners.ids(); // first: who is done meanwhile is looked at again
    Tables tables = ledger.read();
    List<OpenRun> open = tables.openRuns().inFront(IN_FRONT);
    Map<String, InstanceRecord> others =
        tables.instances().all().stream()
            .filter(instance -> !instance.id().equals(self.id()))
            .filter(instance -> instance.silentMillis() <= lease.toMillis())
            .filter(instance -> !instance.process().isGoneFromThisHost())
            .collect(Collectors.toMap(InstanceRecord::id, Function.identity()));
    Set<String> atWork = new HashSet<>(here);
    open.stream()
        .filter(run -> run.owner().filter(others::containsKey).isPresent())
        .forEach(run -> atWork.add(run.id()));
    boolean sharesRuns = ledger.isShared() && self.role() == InstanceRole.SERVER;
    return new Situation(
        clock.now(), killSwitch.standing(), open, atWork, sharesRuns ? here : atWork);
  }
}
