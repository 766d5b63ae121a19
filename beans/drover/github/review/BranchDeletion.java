package drover.github.review;

import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.Variable;
import org.kohsuke.github.GHRef;
import org.kohsuke.github.GHRepository;

/**
 * The branch of a pull request that a person closed is taken away. Its natural key is that it is
 * not there. Only what the run itself put there goes: with commits of somebody else it stays.
 */
public final class BranchDeletion {
  static final String KIND = "branch-deletion";

  /**
   * @param repository URL
   * @param sha where the run left it
   */
  record Wanted(String repository, String branch, String sha) {}

  private final GithubHost host;
  private final GithubAccess access;
  private final Ledger ledger;
  private final Leave leave;

  /** Whether branches of closed pull requests stay. */
  public enum Leave {
    LEAVE,
    DELETE
  }

  public BranchDeletion(GithubHost host, GithubAccess access, Ledger ledger, Leave leave) {
    this.host = host;
    this.access = access;
    this.ledger = ledger;
    this.leave = leave;
  }

  /** For routes: whether the branch is to go. */
  public boolean isWanted(@Variable("look") PullRequestSeen seen) {
    return leave == Leave.DELETE && seen.isRejected() && maker(seen).branch().isPresent();
  }

  /** For one that {@link #isWanted}. */
  public Intent intent(@Variable("look") PullRequestSeen seen) {
    RunRecord maker = maker(seen);
    GithubRepository repository = repository(seen.repository());
    String branch = maker.branch().orElseThrow();
    return Intent.of(
        KIND,
        KIND + ":" + repository.key() + ":" + branch,
        new Wanted(repository.url(), branch, maker.headSha().orElse("")));
  }

  /**
   * @throws Refused when somebody else has committed there, or GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return ask(wanted, here -> ref(here, wanted)).isPresent()
        ? Optional.empty()
        : Optional.of(new Receipt("", wanted.branch() + " is gone"));
  }

  /**
   * @throws Refused when GitHub does not do it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return ask(
        wanted,
        here -> {
          Optional<GHRef> ref = ref(here, wanted);
          if (ref.isPresent()) {
            ref.get().delete();
          }
          return new Receipt("", wanted.branch() + " deleted");
        });
  }

  private static Optional<GHRef> ref(GHRepository here, Wanted wanted) throws IOException {
    GHRef ref;
    try {
      ref = here.getRef("heads/" + wanted.branch());
    } catch (ApiRefusal refusal) {
      if (refusal.status() == 404) {
        return Optional.empty();
      }
      throw refusal;
    }
    if (!ref.getObject().getSha().equals(wanted.sha())) {
      throw new Refused(
          "%s is not where the run left it (%.7s): somebody has committed there, so it stays"
              .formatted(wanted.branch(), wanted.sha()));
    }
    return Optional.of(ref);
  }

  private RunRecord maker(PullRequestSeen seen) {
    return ledger.read().runs().find(seen.run()).orElseThrow();
  }

  private GithubRepository repository(String url) {
    return host.repository(url)
        .orElseThrow(() -> new IllegalArgumentException("is not on the configured GitHub: " + url));
  }

  private <T> T ask(Wanted wanted, GithubAccess.Question<T> question) {
    GithubRepository repository = repository(wanted.repository());
    try {
      return access.ask(repository, Purpose.PUSH, question);
    } catch (ApiRefusal e) {
      throw new Refused(
          "GitHub does not delete the branch %s of %s (%d %s)"
              .formatted(wanted.branch(), repository.fullName(), e.status(), e.said()));
    }
  }
}
