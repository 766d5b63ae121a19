package drover.github;

import drover.config.GithubSettings;
import drover.webhook.TaskForm;
import java.util.Set;
import java.util.function.Predicate;

/** Readers of events as a factory with two jobs has them. */
final class GithubSamples {
  private static final Set<String> JOBS = Set.of("publisher", "agent");

  private GithubSamples() {}

  static GithubEvents events(GithubSettings settings) {
    return events(settings, url -> true);
  }

  /**
   * @param isOurs whether a run made the pull request with this page
   */
  static GithubEvents events(GithubSettings settings, Predicate<String> isOurs) {
    return new GithubEvents(settings, new TaskForm(JOBS::contains), isOurs);
  }
}
