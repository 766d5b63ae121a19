package drover.github.effect;

import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.kohsuke.github.GHIssueComment;
import org.kohsuke.github.GHRepository;

/**
 * Comments that are kept up to date. One is known by a marker in it that nobody sees; where it was
 * deleted, or its marker was, there is a new one. What somebody else wrote around a copied marker
 * is left alone.
 */
public final class EditedComments {
  /**
   * @param repository URL
   * @param body Markdown, the marker included
   */
  public record Wanted(String repository, int number, String marker, String body) {}

  private final GithubTargets targets;
  private final GithubAccess access;

  public EditedComments(GithubTargets targets, GithubAccess access) {
    this.targets = targets;
    this.access = access;
  }

  /**
   * @param url of a repository on GitHub
   * @param key tells this comment from every other there; letters, digits and {@code . _ : -}
   */
  public Wanted wanted(String url, int number, String key, String text) {
    String marker = "<!-- drover:" + key + " -->";
    return new Wanted(targets.of(url).url(), number, marker, text + "\n\n" + marker);
  }

  /**
   * Makes it say so: nothing is sent where it does.
   *
   * @throws Refused when GitHub refuses
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt show(@Body Wanted wanted) {
    GithubRepository repository = targets.of(wanted.repository());
    String own = access.account(repository, Purpose.CONVERSATION).orElse("");
    try {
      return access.ask(repository, Purpose.CONVERSATION, here -> show(here, wanted, own));
    } catch (ApiRefusal e) {
      throw new Refused(
          "GitHub does not take a comment on %s#%d (%d %s): it may be locked"
              .formatted(repository.fullName(), wanted.number(), e.status(), e.said()));
    }
  }

  private static Receipt show(GHRepository here, Wanted wanted, String own) throws IOException {
    Optional<GHIssueComment> there = find(here, wanted, own);
    if (there.isEmpty()) {
      return receipt(here.getIssue(wanted.number()).comment(wanted.body()), "written");
    }
    GHIssueComment comment = there.get();
    if (said(comment).replace("\r\n", "\n").equals(wanted.body())) {
      return receipt(comment, "is up to date");
    }
    try {
      comment.update(wanted.body());
      return receipt(comment, "edited");
    } catch (ApiRefusal gone) {
      if (gone.status() != 404) {
        throw gone;
      }
      return receipt(here.getIssue(wanted.number()).comment(wanted.body()), "written again");
    }
  }

  private static Optional<GHIssueComment> find(GHRepository here, Wanted wanted, String own)
      throws IOException {
    for (GHIssueComment comment : here.getIssue(wanted.number()).listComments()) {
      if (said(comment).contains(wanted.marker()) && isOurs(comment, own)) {
        return Optional.of(comment);
      }
    }
    return Optional.empty();
  }

  /**
   * @param own login; empty: that of an App's bot, and no person is one
   */
  private static boolean isOurs(GHIssueComment comment, String own) throws IOException {
    String author = Objects.requireNonNullElse(comment.getUser().getLogin(), "");
    return own.isEmpty() ? author.endsWith("[bot]") : author.equalsIgnoreCase(own);
  }

  private static String said(GHIssueComment comment) {
    return Objects.requireNonNullElse(comment.getBody(), "");
  }

  private static Receipt receipt(GHIssueComment comment, String how) {
    return new Receipt(comment.getHtmlUrl().toString(), "comment " + how);
  }
}
