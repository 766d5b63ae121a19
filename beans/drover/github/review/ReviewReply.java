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
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Variable;
import org.kohsuke.github.GHIssueComment;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequestReviewComment;
import org.kohsuke.github.GHRepository;

/**
 * An answer in the thread of a review comment; to a review as a whole, which has none, a comment on
 * the pull request. Its natural key is a marker in it that nobody sees.
 */
public final class ReviewReply {
  static final String KIND = "review-reply";

  /**
   * @param repository URL
   * @param thread 0: there is none
   * @param body Markdown, the marker included
   */
  record Wanted(String repository, int number, long thread, String marker, String body) {}

  private final GithubHost host;
  private final GithubAccess access;

  public ReviewReply(GithubHost host, GithubAccess access) {
    this.host = host;
    this.access = access;
  }

  /** For a repository on GitHub. */
  public Intent intent(@Variable("reviewAnswer") ReviewAnswer answer) {
    GithubRepository repository = repository(answer.repository());
    String marker = "<!-- drover:reply:" + answer.name() + " -->";
    return Intent.of(
        KIND,
        "%s:%s#%d:%s".formatted(KIND, repository.key(), answer.number(), answer.name()),
        new Wanted(
            repository.url(),
            answer.number(),
            answer.thread(),
            marker,
            answer.text() + "\n\n" + marker));
  }

  /**
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return ask(
        wanted,
        here -> {
          if (wanted.thread() == 0) {
            return find(here.getIssue(wanted.number()).listComments(), wanted);
          }
          for (GHPullRequestReviewComment there : comments(here, wanted)) {
            if (there.getInReplyToId() == wanted.thread() && holds(there.getBody(), wanted)) {
              return Optional.of(receipt(there.getHtmlUrl().toString(), "is there"));
            }
          }
          return Optional.empty();
        });
  }

  private static Optional<Receipt> find(Iterable<GHIssueComment> comments, Wanted wanted) {
    for (GHIssueComment there : comments) {
      if (holds(there.getBody(), wanted)) {
        return Optional.of(receipt(there.getHtmlUrl().toString(), "is there"));
      }
    }
    return Optional.empty();
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
          if (wanted.thread() == 0) {
            GHPullRequest pull = here.getPullRequest(wanted.number());
            return receipt(pull.comment(wanted.body()).getHtmlUrl().toString(), "written");
          }
          for (GHPullRequestReviewComment there : comments(here, wanted)) {
            if (there.getId() == wanted.thread()) {
              return receipt(there.reply(wanted.body()).getHtmlUrl().toString(), "written");
            }
          }
          throw new Refused("the comment that asked for it is gone, and so is its thread");
        });
  }

  private static Iterable<GHPullRequestReviewComment> comments(GHRepository here, Wanted wanted)
      throws IOException {
    return here.getPullRequest(wanted.number()).listReviewComments();
  }

  private static boolean holds(String body, Wanted wanted) {
    return Objects.requireNonNullElse(body, "").contains(wanted.marker());
  }

  private static Receipt receipt(String url, String how) {
    return new Receipt(url, "answer " + how);
  }

  private GithubRepository repository(String url) {
    return host.repository(url)
        .orElseThrow(() -> new IllegalArgumentException("is not on the configured GitHub: " + url));
  }

  private <T> T ask(Wanted wanted, GithubAccess.Question<T> question) {
    GithubRepository repository = repository(wanted.repository());
    try {
      return access.ask(repository, Purpose.CONVERSATION, question);
    } catch (ApiRefusal e) {
      throw new Refused(
          "GitHub does not take an answer on %s#%d (%d %s): it may be locked"
              .formatted(repository.fullName(), wanted.number(), e.status(), e.said()));
    }
  }
}
