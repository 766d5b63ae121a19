package drover.watch;

import drover.config.WatchSettings;
import drover.deliver.Delivered;
import drover.effect.Unavailable;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.ci.CheckRerun;
import drover.github.ci.CheckSeen;
import drover.github.ci.CheckState;
import drover.github.ci.CiReading;
import drover.ledger.EffectRecord;
import drover.ledger.EffectState;
import drover.ledger.Ledger;
import drover.ledger.StepRecord;
import drover.machine.Clock;
import drover.run.Causes;
import drover.run.RunExecution;
import drover.run.RunWaiting;
import drover.run.WaitingFor;
import drover.watch.CiLook.State;
import drover.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Variable;

/** Looks at CI of what was pushed, and says whether it is worth waiting for. */
public final class Looks {
  private static final int NAMED = 5;

  private final WatchSettings settings;
  private final GithubHost host;
  private final CiReading reading;
  private final Ledger ledger;
  private final Clock clock;

  public Looks(
      WatchSettings settings, GithubHost host, CiReading reading, Ledger ledger, Clock clock) {
    this.settings = settings;
    this.host = host;
    this.reading = reading;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * @throws drover.effect.Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public CiLook look(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("deliver") Delivered delivered) {
    GithubRepository repository = host.repository(workspace.repository()).orElseThrow();
    List<CheckSeen> seen = reading.of(repository, delivered.commit());
    CiFold fold = CiFold.of(seen, settings.rolloutChecks());
    return switch (fold.verdict()) {
      case PENDING -> waiting(run, "ci-pending", running(fold), Duration.ZERO);
      case GREEN, NONE ->
          isSettled(run)
              ? over(fold, seen, List.of())
              : waiting(run, "ci-pending", "more may be to come", Duration.ZERO);
      case RED -> red(run, workspace, repository, delivered.commit(), fold, seen);
    };
  }

  private CiLook red(
      RunExecution run,
      Workspace workspace,
      GithubRepository repository,
      String commit,
      CiFold fold,
      List<CheckSeen> seen) {
    List<String> before =
        reading.of(repository, workspace.baseSha()).stream()
            .filter(CheckSeen::isRed)
            .map(CheckSeen::name)
            .toList();
    CiLook over = over(fold, seen, before);
    List<CheckSeen> repeatable =
        over.red().stream()
            .filter(one -> over.blame(one) != Failure.Blame.RED_BEFORE)
            .filter(CheckSeen::isRepeatable)
            .toList();
    Optional<EffectRecord> asked =
        ledger.read().effects().find(CheckRerun.keyOf(repository, commit)).filter(this::isSettled);
    if (settings.reruns() == 0 || repeatable.isEmpty()) {
      return over;
    }
    if (asked.isEmpty()) {
      List<CheckSeen> beside = beside(repeatable, seen);
      return beside.isEmpty()
          ? runAgain(over, repeatable)
          : waiting(run, "ci-pending", running(new CiFold(Verdict.PENDING, beside)), Duration.ZERO);
    }
    return isAnswered(asked.get(), repeatable)
        ? over
        : waiting(run, "ci-pending", "the failed checks are to run again", Duration.ZERO);
  }

  private boolean isSettled(EffectRecord effect) {
    return effect.state() == EffectState.CONFIRMED || effect.state() == EffectState.REFUSED;
  }

  /** GitHub runs the failed jobs of a workflow again only when all of them have ended. */
  private static List<CheckSeen> beside(List<CheckSeen> red, List<CheckSeen> seen) {
    List<Long> workflows =
        red.stream().map(CheckSeen::workflow).filter(workflow -> workflow > 0).toList();
    return seen.stream()
        .filter(one -> one.state() == CheckState.PENDING && workflows.contains(one.workflow()))
        .toList();
  }

  /** Whether what is red now is red after it was asked to run again. */
  private boolean isAnswered(EffectRecord asked, List<CheckSeen> red) {
    boolean isRefused = asked.state() == EffectState.REFUSED;
    boolean isNew =
        red.stream()
            .allMatch(one -> one.startedAt().filter(at -> at.isBefore(asked.at())).isEmpty());
    boolean isLongAgo = !clock.now().isBefore(asked.at().plus(settings.grace()));
    return isRefused || isNew || isLongAgo;
  }

  private CiLook runAgain(CiLook over, List<CheckSeen> repeatable) {
    return new CiLook(
        State.RUN_AGAIN,
        over.until(),
        repeatable,
        over.redBefore(),
        over.all(),
        "ci-pending: the failed checks run once more before they count");
  }

  /** GitHub does not answer: that is no answer about CI, and waited for like one. */
  public CiLook unknown(@Variable("run") RunExecution run, Exception failure) {
    Unavailable outage = Causes.find(failure, Unavailable.class);
    return waiting(run, "ci-unknown", outage.reason(), outage.retryAfter().orElse(Duration.ZERO));
  }

  /** What failed is asked to run again. */
  public CheckRerun.Failed failed(
      @Variable("workspace") Workspace workspace,
      @Variable("deliver") Delivered delivered,
      @Variable("ciLook") CiLook look) {
    return new CheckRerun.Failed(
        host.repository(workspace.repository()).orElseThrow(), delivered.commit(), look.red());
  }

  /**
   * Later.
   *
   * @throws RunWaiting always
   */
  public void await(@Variable("ciLook") CiLook look) {
    throw RunWaiting.until(WaitingFor.CI, look.until(), look.sentence());
  }

  private CiLook over(CiFold fold, List<CheckSeen> seen, List<String> before) {
    List<CheckSeen> red = fold.verdict() == Verdict.RED ? fold.deciding() : List.of();
    return new CiLook(State.OVER, nextLook(Duration.ZERO), red, before, seen, "");
  }

  private CiLook waiting(RunExecution run, String code, String why, Duration atLeast) {
    boolean isOverdue = !clock.now().isBefore(since(run).plus(settings.longest()));
    return new CiLook(
        isOverdue ? State.OVERDUE : State.WAIT,
        nextLook(atLeast),
        List.of(),
        List.of(),
        List.of(),
        code + ": " + why);
  }

  private Instant nextLook(Duration atLeast) {
    Duration wait = settings.every().compareTo(atLeast) < 0 ? atLeast : settings.every();
    return clock.now().plus(wait);
  }

  private boolean isSettled(RunExecution run) {
    return !clock.now().isBefore(since(run).plus(settings.grace()));
  }

  /** When the step began: right after the push, also when it was entered again since. */
  private Instant since(RunExecution run) {
    return ledger
        .read()
        .steps()
        .active(run.id(), run.position())
        .map(StepRecord::startedAt)
        .orElseGet(clock::now);
  }

  private static String running(CiFold fold) {
    String names =
        fold.deciding().stream()
            .limit(NAMED)
            .map(CheckSeen::name)
            .collect(Collectors.joining(", "));
    int more = fold.deciding().size() - NAMED;
    return names.isEmpty()
        ? "the rollout has not begun"
        : "%s%s not over".formatted(names, more > 0 ? " and %d more are".formatted(more) : " is");
  }
}
