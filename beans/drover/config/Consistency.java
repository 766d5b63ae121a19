package drover.config;

import drover.config.JobSettings.DeliverRule;
import java.util.List;
import java.util.stream.Stream;

/** Rules between keys, which a schema of single values cannot hold. */
final class Consistency {

  private static final KeyPath HEARTBEAT = KeyPath.of("drover", "instance", "heartbeat-seconds");
  private static final KeyPath LEASE = KeyPath.of("drover", "instance", "lease-seconds");

  private static final KeyPath IN_PROGRESS =
      KeyPath.of("drover", "github", "poll", "in-progress-label");

  private static final String MAY_LAND = "implement-issue";

  private Consistency() {}

  static List<Problem> problems(Settings settings, Layer all, Layer defaults) {
    return Stream.of(
            heartbeats(settings, all, defaults),
            ScheduleRules.problems(settings, all),
            labels(settings.github().poll(), all),
            delivery(settings, all))
        .flatMap(List::stream)
        .toList();
  }

  /** One label cannot say both; GitHub does not tell upper case from lower case. */
  private static List<Problem> labels(PollSettings poll, Layer all) {
    return poll.readyLabel().equalsIgnoreCase(poll.inProgressLabel())
        ? List.of(
            Problem.with(
                all.originOf(IN_PROGRESS),
                IN_PROGRESS,
                "is \"%s\", needs another than drover.github.poll.ready-label"
                    .formatted(poll.inProgressLabel())))
        : List.of();
  }

  /** No other job reads an issue whose label somebody trusted has put on. */
  private static List<Problem> delivery(Settings settings, Layer all) {
    return settings.jobs().entrySet().stream()
        .filter(job -> !job.getKey().equals(MAY_LAND))
        .filter(job -> job.getValue().deliverRule() == DeliverRule.DEFAULT_BRANCH)
        .map(job -> KeyPath.of("drover", "jobs", job.getKey(), "deliver"))
        .map(
            key ->
                Problem.with(
                    all.originOf(key),
                    key,
                    "is \"default-branch\", which only %s may: give it pull-request"
                        .formatted(MAY_LAND)))
        .toList();
  }

  /** One late heartbeat must not cost an instance its runs. */
  private static List<Problem> heartbeats(Settings settings, Layer all, Layer defaults) {
    long heartbeat = settings.instance().heartbeat().toSeconds();
    long lease = settings.instance().lease().toSeconds();
    if (lease >= 2 * heartbeat) {
      return List.of();
    }
    Origin leaseOrigin = all.originOf(LEASE);
    if (leaseOrigin.equals(defaults.originOf(LEASE))) {
      String complaint =
          "is %d, needs at most %d, half of %s".formatted(heartbeat, lease / 2, LEASE);
      return List.of(Problem.with(all.originOf(HEARTBEAT), HEARTBEAT, complaint));
    }
    String complaint =
        "is %d, needs at least %d, twice %s".formatted(lease, 2 * heartbeat, HEARTBEAT);
    return List.of(Problem.with(leaseOrigin, LEASE, complaint));
  }
}
