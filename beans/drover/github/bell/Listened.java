package drover.github.bell;

import drover.config.GithubSettings;
import java.time.Duration;
import java.util.List;

/**
 * A repository that camel-github listens to.
 *
 * @param owner user or organization
 */
public record Listened(String owner, String name) {
  /** The consumer does not start without one; {@link BellClient} brings those that count. */
  private static final String NO_TOKEN = "brought-by-the-client";

  /** Those of the allowlist. */
  static List<Listened> all(GithubSettings settings) {
    return settings.allowlist().stream().map(Listened::of).toList();
  }

  private static Listened of(String fullName) {
    int slash = fullName.indexOf('/');
    return new Listened(fullName.substring(0, slash), fullName.substring(slash + 1));
  }

  /**
   * What camel-github listens at; its consumer lives as long as its address stays the same.
   *
   * @param what the component's word for what is listened for
   * @param every how often GitHub is asked
   */
  String address(String what, Duration every) {
    return "github:%s?repoOwner=%s&repoName=%s&oauthToken=%s&initialDelay=0&delay=%d"
        .formatted(what, owner, name, NO_TOKEN, every.toMillis());
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
