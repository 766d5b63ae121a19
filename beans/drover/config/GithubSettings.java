package drover.config;

import java.net.URI;
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

  /**
   * Where repositories are cloned from by HTTPS, without a slash at the end. The API of github.com,
   * and of a GHE.com tenant, is at {@code api.} of that host; that of an Enterprise Server below
   * it.
   */
  public URI webUrl() {
    URI api = URI.create(apiUrl);
    boolean isBesideTheWeb = api.getHost().startsWith("api.") && api.getPath().isEmpty();
    String authority = isBesideTheWeb ? api.getAuthority().substring(4) : api.getAuthority();
    return URI.create(api.getScheme() + "://" + authority);
  }

  /** Whether GitHub may start work on a repository. */
  public boolean allows(String repository) {
    return allowlist.stream().anyMatch(repository::equalsIgnoreCase);
  }
}
