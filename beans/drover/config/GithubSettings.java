package drover.config;

import java.util.List;

/**
 * What GitHub may start, and where it is reached.
 *
 * @param apiUrl base of its API, without a slash at the end
 * @param allowlist repositories, {@code owner/repo} each; upper and lower case are the same
 * @param commentBell whether comments of the allowlist's pull requests are asked for, beside
 *     webhooks
 * @param poll looks for issues that are ready for an agent
 */
public record GithubSettings(
    String apiUrl, List<String> allowlist, boolean commentBell, PollSettings poll) {

  public GithubSettings {
    allowlist = List.copyOf(allowlist);
  }

  /** With webhooks alone. */
  public GithubSettings(String apiUrl, List<String> allowlist) {
    this(apiUrl, allowlist, false);
  }

  /** Without a poll. */
  public GithubSettings(String apiUrl, List<String> allowlist, boolean commentBell) {
    this(apiUrl, allowlist, commentBell, PollSettings.OFF);
  }

  /** Whether GitHub may start work on a repository. */
  public boolean allows(String repository) {
    return allowlist.stream().anyMatch(repository::equalsIgnoreCase);
  }
}
