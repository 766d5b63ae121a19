package drover.cluster.launch;

import java.time.Duration;
import java.util.List;

/**
 * The checks of a commit, as a Job without any credential is made of them.
 *
 * @param name of the Job
 * @param commands in their order; the first that fails is the last that runs
 */
public record CheckSpec(
    ClusterRun run,
    PodSettings pod,
    Storage storage,
    String name,
    Checkout.Clean checkout,
    List<Command> commands) {
  public CheckSpec {
    commands = List.copyOf(commands);
  }

  /**
   * @param line a shell line of the operator
   */
  public record Command(String line, Duration limit) {}
}
