package drover.github;

import drover.config.GithubSettings;
import drover.webhook.TaskForm;
import java.util.Set;

/** Readers of events as a factory with two jobs has them. */
final class GithubSamples {
  private static final Set<String> JOBS = Set.of("publisher", "agent");

  private GithubSamples() {}

  static GithubEvents events(GithubSettings settings) {
    return new GithubEvents(settings, new TaskForm(JOBS::contains));
  }
}
