package drover.github.access;

import drover.effect.Unavailable;
import drover.machine.Clock;
import java.io.IOException;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/** Makes clients of the configured API. */
final class HubFactory {
  private final GithubHost host;
  private final ApiConnector connector;

  HubFactory(GithubHost host, Clock clock) {
    this.host = host;
    this.connector = new ApiConnector(host, new ApiAnswers(clock));
  }

  /**
   * @param bearer token, or assertion of an App
   */
  GitHub with(String bearer) throws IOException {
    return new GitHubBuilder()
        .withEndpoint(host.api().toString())
        .withConnector(connector)
        .withAuthorizationProvider(() -> "Bearer " + bearer)
        .build();
  }

  /** The answer came, and is not what its status promises. */
  static Unavailable unreadable(Exception failure) {
    return Unavailable.now(
        ApiAnswers.SERVICE,
        "its answer cannot be read: " + firstLine(String.valueOf(failure.getMessage())));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
