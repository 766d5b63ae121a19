package drover.github.effect;

import drover.effect.Refused;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.run.RunEnded;
import drover.workspace.Workspace;
import org.apache.camel.Variable;

/** Which runs deliver to GitHub. */
public final class GithubTargets {
  private final GithubHost host;
  private final GithubAccess access;

  public GithubTargets(GithubHost host, GithubAccess access) {
    this.host = host;
    this.access = access;
  }

  /**
   * Whether the repository of a run is on the configured GitHub, and there is a credential for it;
   * without one the branch stays local.
   *
   * @throws RunEnded when the credential is there only in part
   */
  public boolean takes(@Variable("workspace") Workspace workspace) {
    try {
      return host.repository(workspace.repository()).isPresent() && access.hasCredential();
    } catch (Refused e) {
      throw RunEnded.failed("not-pushable", "not-pushable: " + e.sentence());
    }
  }

  /** Whether the repository of a run is on the configured GitHub at all. */
  public boolean isThere(Workspace workspace) {
    return host.repository(workspace.repository()).isPresent();
  }

  /** The repository of a run that {@link #takes} said yes to. */
  GithubRepository of(Workspace workspace) {
    return of(workspace.repository());
  }

  /** The repository that a URL means, which somebody has found on this GitHub before. */
  GithubRepository of(String url) {
    return host.repository(url)
        .orElseThrow(() -> new IllegalArgumentException("is not on the configured GitHub: " + url));
  }
}
