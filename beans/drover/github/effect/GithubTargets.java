package drover.github.effect;

import drover.effect.Refused;
import drover.github.access.GithubAccess;
import drover.github.access.GithubRepository;
import drover.workspace.Workspace;
import org.apache.camel.Variable;

/** Which runs deliver to GitHub. */
public final class GithubTargets {
  private final GithubAccess access;

  public GithubTargets(GithubAccess access) {
    this.access = access;
  }

  /**
   * Whether the repository of a run is on the configured GitHub, and there is a credential for it;
   * without one the branch stays local.
   *
   * @throws Refused when the credential is there only in part
   */
  public boolean takes(@Variable("workspace") Workspace workspace) {
    return access.deliverable(workspace.repository()).isPresent();
  }

  /**
   * @throws Refused when the repository of the run is none of them
   */
  GithubRepository of(Workspace workspace) {
    return of(workspace.repository());
  }

  /**
   * @throws Refused when a URL means none of them
   */
  GithubRepository of(String url) {
    return access
        .deliverable(url)
        .orElseThrow(
            () ->
                new Refused(
                    url
                        + " is no repository of the configured GitHub with a credential: check"
                        + " drover.github.api-url, and GITHUB_TOKEN or the GitHub App"));
  }
}
