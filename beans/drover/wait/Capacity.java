package drover.wait;

import drover.config.JobSettings;
import drover.config.Settings;
import drover.executor.LiveTurn;
import drover.follow.AgentEvent.RateLimitSeen;
import drover.follow.RateLimit;
import drover.follow.RateLimit.Window;
import drover.ledger.Ledger;
import drover.ledger.UsageWindow;
import drover.machine.Clock;
import drover.progress.FollowedLine;
import drover.run.RunExecution;
import drover.run.RunWaiting;
import drover.run.WaitingFor;
import drover.runtime.AgentRuntime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * The subscription's capacity: keeps what the model's service says of it, and lets runs of a job
 * begin only while enough of it is left. A rehearsal neither uses nor needs any.
 */
public final class Capacity {
  private static final int LONGEST_NAME = 80;

  private final Settings settings;
  private final Ledger ledger;
  private final Clock clock;

  public Capacity(Settings settings, Ledger ledger, Clock clock) {
    this.settings = settings;
    this.ledger = ledger;
    this.clock = clock;
  }

  public FollowedLine record(@Variable("live") LiveTurn live, @Body FollowedLine line) {
    if (line.event() instanceof RateLimitSeen seen && !live.run().task().isRehearsal()) {
      List<UsageWindow> windows = windowsOf(seen.limit()).stream().map(this::seenNow).toList();
      ledger.write(
          tables -> {
            tables.runs().fenced(live.run().claim());
            windows.forEach(tables.usageWindows()::record);
            return windows;
          });
    }
    return line;
  }

  /**
   * A run of a job that takes only what is left begins while enough is; one that has begun goes on.
   *
   * @throws RunWaiting until the windows reset that are used too much
   */
  public void requireRoom(@Variable("run") RunExecution run) {
    boolean isPaidByIt = run.task().worker() == AgentRuntime.CLAUDE;
    if (run.task().isRehearsal() || !isPaidByIt || !ledger.read().turns().all(run.id()).isEmpty()) {
      return;
    }
    shortage(run.task().job())
        .ifPresent(
            shortage -> {
              throw RunWaiting.until(
                  WaitingFor.USAGE_LIMIT, shortage.until(), "little-capacity: " + shortage.why());
            });
  }

  /** Why real runs of the job do not begin now; empty: they may. */
  public Optional<Shortage> shortage(String job) {
    double threshold =
        settings.job(job).map(JobSettings::startBelowUtilization).orElseThrow().orElse(1);
    if (threshold >= 1) {
      return Optional.empty();
    }
    return ledger.read().usageWindows().latest().stream()
        .filter(window -> window.utilization().orElse(0) >= threshold)
        .filter(window -> resetOf(window).isAfter(clock.now()))
        .max(Comparator.comparing(this::resetOf))
        .map(window -> new Shortage(resetOf(window), sentence(window, job, threshold)));
  }

  /** Too much of the subscription is used. */
  public record Shortage(Instant until, String why) {}

  private static String sentence(UsageWindow window, String job, double threshold) {
    return String.format(
        Locale.ROOT,
        "%.0f %% of the subscription's %s window is used, and the job %s begins below %.0f %%",
        window.utilization().orElse(0) * 100,
        window.name(),
        job,
        threshold * 100);
  }

  /** A window that does not say when it resets is believed for a while. */
  private Instant resetOf(UsageWindow window) {
    return window.resetsAt().orElse(window.at().plus(settings.waits().usageLimit()));
  }

  private static List<Window> windowsOf(RateLimit limit) {
    if (!limit.windows().isEmpty()) {
      return limit.windows();
    }
    return limit.type().isEmpty()
        ? List.of()
        : List.of(new Window(limit.type(), limit.status(), limit.resetsAt(), limit.utilization()));
  }

  private UsageWindow seenNow(Window window) {
    String name = window.name().substring(0, Math.min(LONGEST_NAME, window.name().length()));
    return new UsageWindow(
        name, clock.now(), window.status(), window.utilization(), window.resetsAt());
  }
}
