package drover.github.bell;

import drover.config.GithubSettings;
import drover.run.Causes;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where is listened for what happens to issues. GitHub tells of events late and not always: they
 * are a reason to look, and the poll comes without them too.
 */
public final class IssueBell {
  private static final Logger LOG = LoggerFactory.getLogger(IssueBell.class);

  private final GithubSettings settings;
  private final Duration every;

  /**
   * @param every how often GitHub is asked
   */
  public IssueBell(GithubSettings settings, Duration every) {
    this.settings = settings;
    this.every = every;
  }

  /** Of the allowlist. */
  public List<Listened> repositories() {
    return Listened.all(settings);
  }

  public String address(Listened repository) {
    return repository.address("event", every);
  }

  /** GitHub is away, or does not let us listen; the next tick tries again. */
  public void complain(Listened repository, Exception failure) {
    LOG.warn(
        "What happens to issues of {} cannot be heard now: {}",
        repository,
        Causes.innermost(failure).getMessage());
  }
}
