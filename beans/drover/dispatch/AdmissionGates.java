package drover.dispatch;

import drover.config.JobSettings;
import drover.config.Settings;
import drover.ledger.OpenRun;
import drover.limit.Limits;
import drover.run.Whereabouts;
import drover.runtime.AgentRuntime;
import drover.task.Task;
import drover.wait.Capacity;
import drover.workspace.RepositoryName;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Body;

/** The gates a run passes before it is dispatched; the route says in which order. */
public final class AdmissionGates {
  private static final String REAL = "real";

  /** What GitHub asks for by events, and what the poll finds there. */
  private static final Set<String> OF_GITHUB = Set.of("github", "poll");

  private final Settings settings;
  private final Limits limits;
  private final Capacity capacity;
  private final Readiness readiness;
  private final Whereabouts whereabouts;
  private final Function<OpenRun, Optional<Task>> tasks;

  public AdmissionGates(
      Settings settings,
      Limits limits,
      Capacity capacity,
      Readiness readiness,
      Whereabouts whereabouts,
      Function<OpenRun, Optional<Task>> tasks) {
    this.settings = settings;
    this.limits = limits;
    this.capacity = capacity;
    this.readiness = readiness;
    this.whereabouts = whereabouts;
    this.tasks = tasks;
  }

  /** A run may be older than the configuration. */
  public Admission job(@Body Admission asked) {
    String name = asked.run().job();
    return asked.with(
        settings.job(name).isPresent()
            ? GateState.open("job", "the job is there")
            : GateState.shut(
                "job", "drover.jobs.%s is missing in the configuration".formatted(name)));
  }

  public Admission killSwitch(@Body Admission asked) {
    KillSwitch.Standing standing = asked.situation().killSwitch();
    return asked.with(
        standing.paused()
            ? GateState.shut("kill-switch", standing.sentence())
            : GateState.open("kill-switch", "dispatch is not paused"));
  }

  /** A run that waits is due when what it waits for may have come. */
  public Admission due(@Body Admission asked) {
    Optional<String> wait = readiness.waitOf(asked.run(), asked.situation().now());
    return asked.with(
        wait.map(why -> GateState.shut("due", why))
            .orElse(GateState.open("due", "it waits for nothing")));
  }

  public Admission idle(@Body Admission asked) {
    return asked.with(
        asked.situation().isAtWork(asked.run())
            ? GateState.shut("idle", "it is being executed already")
            : GateState.open("idle", "nobody executes it"));
  }

  /** A run that has files goes on where they are. */
  public Admission place(@Body Admission asked) {
    return asked.with(
        whereabouts
            .elsewhere(asked.run().id())
            .map(
                place ->
                    GateState.shut(Admission.PLACE, "its files are in %s".formatted(place.text())))
            .orElse(GateState.open(Admission.PLACE, "its files are here, or it has none yet")));
  }

  /** Work that GitHub asked for is done in repositories of the allowlist only, as it is now. */
  public Admission allowlist(@Body Admission asked) {
    OpenRun run = asked.run();
    if (!OF_GITHUB.contains(run.source())) {
      return asked.with(GateState.open("allowlist", "it rules what GitHub asks for"));
    }
    String name = RepositoryName.ownerAndName(run.repository().orElse("")).orElse("no repository");
    return asked.with(
        settings.github().allows(name)
            ? GateState.open("allowlist", name + " is on drover.github.allowlist")
            : GateState.shut("allowlist", name + " is not on drover.github.allowlist"));
  }

  public Admission repositoryLock(@Body Admission asked) {
    Optional<JobSettings> serial =
        settings.job(asked.run().job()).filter(JobSettings::isSerialPerRepository);
    if (serial.isEmpty()) {
      return asked.with(
          GateState.open("repository-lock", "runs of this job may work side by side"));
    }
    JobSettings job = serial.get();
    String repository = LastLook.repositoryOf(asked.run(), job);
    return asked.with(
        asked.situation().begunOf(asked.run().job()).stream()
            .filter(other -> !other.id().equals(asked.run().id()))
            .filter(other -> LastLook.repositoryOf(other, job).equals(repository))
            .findFirst()
            .map(
                other ->
                    GateState.shut(
                        "repository-lock",
                        "run %s of the same job has begun in %s".formatted(other.id(), repository)))
            .orElse(GateState.open("repository-lock", "no other run of the job is begun there")));
  }

  public Admission jobConcurrency(@Body Admission asked) {
    String name = asked.run().job();
    OptionalInt most = settings.job(name).map(JobSettings::concurrency).orElse(OptionalInt.empty());
    if (most.isEmpty()) {
      return asked.with(GateState.open("job-concurrency", "the job has no limit of its own"));
    }
    long now = asked.situation().countAtWork(name);
    return asked.with(
        counted("job-concurrency", now, most.getAsInt(), "drover.jobs." + name + ".concurrency"));
  }

  public Admission concurrency(@Body Admission asked) {
    int most = settings.dispatch().runs();
    int now = asked.situation().countAtWork();
    return asked.with(counted("concurrency", now, most, "drover.dispatch.runs"));
  }

  public Admission budget(@Body Admission asked) {
    return asked.with(
        asked
            .situation()
            .once(
                "budget " + asked.run().job() + " " + asked.run().mode(),
                () -> limits.dayIsSpent(asked.run().job(), asked.run().mode()))
            .map(why -> GateState.shut("budget", why))
            .orElse(GateState.open("budget", "the budgets of the day are not spent")));
  }

  public Admission credential(@Body Admission asked) {
    return asked.with(
        ofRealRuns("credential", asked, () -> readiness.credentialShortage(asked.run())));
  }

  public Admission capacity(@Body Admission asked) {
    OpenRun run = asked.run();
    boolean isPaidOtherwise = !run.runtime().equals(AgentRuntime.CLAUDE.word());
    boolean isExempt = run.hasBegun() || isPaidOtherwise || settings.job(run.job()).isEmpty();
    return asked.with(
        ofRealRuns(
            "capacity",
            asked,
            () ->
                isExempt
                    ? Optional.empty()
                    : capacity.shortage(run.job()).map(Capacity.Shortage::why)));
  }

  public Admission sandbox(@Body Admission asked) {
    boolean isReal = asked.run().mode().equals(REAL);
    Optional<String> shortage =
        isReal ? readiness.sandboxShortage(() -> tasks.apply(asked.run())) : Optional.empty();
    return asked.with(
        shortage
            .map(why -> GateState.shut("sandbox", why))
            .orElse(
                GateState.open(
                    "sandbox",
                    isReal ? "what a real run needs is there" : "a rehearsal needs none")));
  }

  private static GateState ofRealRuns(
      String gate, Admission asked, Supplier<Optional<String>> shortage) {
    if (!asked.run().mode().equals(REAL)) {
      return GateState.open(gate, "a rehearsal needs none");
    }
    OpenRun run = asked.run();
    String question =
        String.join(
            " ", gate, run.job(), run.runtime(), run.stage().orElse(""), "" + run.hasBegun());
    return asked
        .situation()
        .once(question, shortage)
        .map(why -> GateState.shut(gate, why))
        .orElse(GateState.open(gate, "what a real run needs is there"));
  }

  private static GateState counted(String gate, long now, int most, String key) {
    String count = "%d of %d runs are at work (%s)".formatted(now, most, key);
    return now < most ? GateState.open(gate, count) : GateState.shut(gate, count);
  }
}
