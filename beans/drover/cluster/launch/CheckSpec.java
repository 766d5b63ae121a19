package drover.cluster.launch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The checks of a commit, as a Job without any credential is made of them.
 *
 * @param name of the Job
 * @param commands in their order; the first that fails is the last that runs
 * @param pages opened after them
 */
public record CheckSpec(
    ClusterRun run,
    PodSettings pod,
    Storage storage,
    String name,
    Checkout.Clean checkout,
    List<Command> commands,
    Optional<Pages> pages) {
  public CheckSpec {
    commands = List.copyOf(commands);
  }

  /**
   * @param line a shell line of the operator
   */
  public record Command(String line, Duration limit) {}

  /**
   * Pages that are looked at in a browser.
   *
   * @param browser a program of the image
   * @param patterns paths in the checkout, as git's pathspecs with {@code :(glob)} have them
   * @param most how many pages
   * @param mostBytes of a page or a picture that comes back
   * @param limit of each page
   */
  public record Pages(
      String browser, List<String> patterns, int most, int mostBytes, Duration limit) {
    public Pages {
      patterns = List.copyOf(patterns);
    }
  }
}
