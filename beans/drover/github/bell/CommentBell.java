package drover.github.bell;

import drover.config.GithubSettings;
import drover.github.PullRequestEvents;
import drover.run.Causes;
import drover.trigger.Outcome;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.eclipse.egit.github.core.Comment;
import org.eclipse.egit.github.core.PullRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where is listened for comments, and what one that is heard asks for. */
public final class CommentBell {
  private static final Logger LOG = LoggerFactory.getLogger(CommentBell.class);

  private final GithubSettings settings;
  private final PullRequestEvents events;
  private final Duration every;

  /**
   * @param every how often GitHub is asked
   */
  public CommentBell(GithubSettings settings, PullRequestEvents events, Duration every) {
    this.settings = settings;
    this.events = events;
    this.every = every;
  }

  /** Of the allowlist. */
  public List<Listened> repositories() {
    return Listened.all(settings);
  }

  public String address(Listened repository) {
    return repository.address("pullRequestComment", every);
  }

  /** The comment is only the reason to look: what counts is what GitHub shows then. */
  public Outcome heard(@Header("GitHubPullRequest") PullRequest on, @Body Comment comment) {
    return events.heard(
        on.getHtmlUrl(), comment.getId(), comment.getUser().getLogin(), comment.getBody());
  }

  /** GitHub is away, or does not let us listen; the next tick tries again. */
  public void complain(Listened repository, Exception failure) {
    LOG.warn(
        "Comments of {} cannot be heard now: {}",
        repository,
        Causes.innermost(failure).getMessage());
  }
}
