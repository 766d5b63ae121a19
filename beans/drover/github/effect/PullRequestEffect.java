package drover.github.effect;

import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import drover.workspace.Workspace;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Variable;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHRepository;

/**
 * The pull request of a branch. Its natural key is head and base: of those GitHub lets only one be
 * open. One that is there gets the new title and text; whether it is a draft stays as it is.
 */
public final class PullRequestEffect {
  static final String KIND = "pull-request";

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40,64}");

  /**
   * @param repository URL
   */
  record Wanted(
      String repository, String head, String base, String title, String body, Draft draft) {}

  private final GithubTargets targets;
  private final GithubAccess access;

  public PullRequestEffect(GithubTargets targets, GithubAccess access) {
    this.targets = targets;
    this.access = access;
  }

  /** For a repository on GitHub. */
  public Intent intent(
      @Variable("workspace") Workspace workspace,
      @Variable("pullRequestDraft") PullRequestDraft draft) {
    GithubRepository repository = targets.of(workspace);
    return Intent.of(
        KIND,
        keyOf(repository, workspace),
        new Wanted(
            repository.url(),
            workspace.branch(),
            workspace.base(),
            draft.title(),
            draft.body(),
            draft.draft()));
  }

  static String keyOf(GithubRepository repository, Workspace workspace) {
    return "%s:%s:%s:%s"
        .formatted(KIND, repository.key(), workspace.branch(), workspace.base())
        .toLowerCase(Locale.ROOT);
  }

  /**
   * @return empty when there is none, or it says something else
   * @throws Refused when a person has closed or merged it, or GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return ask(
        wanted,
        here -> {
          PullRequests pulls = new PullRequests(here, wanted.head(), wanted.base());
          Optional<GHPullRequest> open = pulls.open();
          if (open.isEmpty()) {
            pulls.refuseWhenEnded();
          }
          return open.filter(there -> says(there, wanted)).map(there -> receipt(there, "is open"));
        });
  }

  /**
   * @throws Refused when GitHub does not take it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return ask(
        wanted,
        here -> {
          PullRequests pulls = new PullRequests(here, wanted.head(), wanted.base());
          Optional<GHPullRequest> open = pulls.open();
          return open.isPresent() ? update(open.get(), wanted) : create(here, pulls, wanted);
        });
  }

  private static Receipt create(GHRepository here, PullRequests pulls, Wanted wanted)
      throws IOException {
    pulls.refuseWhenEnded();
    try {
      GHPullRequest made =
          here.createPullRequest(
              wanted.title(),
              wanted.head(),
              wanted.base(),
              wanted.body(),
              true,
              wanted.draft() == Draft.DRAFT);
      return receipt(made, "opened");
    } catch (ApiRefusal e) {
      Optional<GHPullRequest> there = e.status() == 422 ? pulls.open() : Optional.empty();
      return update(there.orElseThrow(() -> e), wanted);
    }
  }

  private static Receipt update(GHPullRequest there, Wanted wanted) throws IOException {
    if (!wanted.title().equals(there.getTitle())) {
      there.setTitle(wanted.title());
    }
    if (!sameText(wanted.body(), there.getBody())) {
      there.setBody(wanted.body());
    }
    return receipt(there, "updated");
  }

  private static boolean says(GHPullRequest there, Wanted wanted) {
    return wanted.title().equals(there.getTitle()) && sameText(wanted.body(), there.getBody());
  }

  /** A web form ends lines with CR LF. */
  private static boolean sameText(String one, String other) {
    return one.equals(Objects.requireNonNullElse(other, "").replace("\r\n", "\n"));
  }

  private static Receipt receipt(GHPullRequest there, String how) {
    return new Receipt(
        there.getHtmlUrl().toString(), "pull request #%d %s".formatted(there.getNumber(), how));
  }

  private <T> T ask(Wanted wanted, GithubAccess.Question<T> question) {
    if (COMMIT.matcher(wanted.base()).matches()) {
      throw new Refused(
          "the run began at the commit %.7s, and a pull request needs a branch to go to: give --base"
              .formatted(wanted.base()));
    }
    GithubRepository repository = targets.of(wanted.repository());
    try {
      return access.ask(repository, Purpose.PULL_REQUEST, question);
    } catch (ApiRefusal e) {
      throw new Refused(
          "GitHub does not take a pull request of %s to %s in %s (%d %s): check that both branches are there and differ"
              .formatted(
                  wanted.head(), wanted.base(), repository.fullName(), e.status(), e.said()));
    }
  }
}
