package drover.github.effect;

import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.ApiRefusal;
import drover.github.access.GithubAccess;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Variable;
import org.kohsuke.github.GHIssueComment;

/**
 * A comment on an issue or a pull request. Its natural key is a marker in it that nobody sees; a
 * comment that holds the marker is the one, whoever has edited it since.
 */
public final class GithubComments {
  static final String KIND = "comment";

  /**
   * @param repository URL
   * @param number of the issue or pull request
   * @param body Markdown, the marker included
   */
  record Wanted(String repository, int number, String marker, String body) {}

  private final GithubTargets targets;
  private final GithubAccess access;

  public GithubComments(GithubTargets targets, GithubAccess access) {
    this.targets = targets;
    this.access = access;
  }

  /**
   * @param url of a repository on GitHub
   * @param key tells this comment from every other there; letters, digits and {@code . _ : -}
   */
  public Intent intent(String url, int number, String key, String body) {
    if (!key.matches("[A-Za-z0-9._:-]+") || key.contains("--")) {
      throw new IllegalArgumentException("no key for a marker: " + key);
    }
    GithubRepository repository = targets.of(url);
    String marker = "<!-- drover:" + key + " -->";
    return Intent.of(
        KIND,
        "%s:%s#%d:%s".formatted(KIND, repository.key(), number, key),
        new Wanted(repository.url(), number, marker, body + "\n\n" + marker));
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
          for (GHIssueComment comment : here.getIssue(wanted.number()).listComments()) {
            if (Objects.requireNonNullElse(comment.getBody(), "").contains(wanted.marker())) {
              return Optional.of(receipt(comment, "is there"));
            }
          }
          return Optional.empty();
        });
  }

  /**
   * @throws Refused when GitHub does not take it
   * @throws Unavailable when GitHub does not answer
   */
  public Receipt send(@Variable("intent") Intent intent) {
    Wanted wanted = intent.requestAs(Wanted.class);
    return ask(
        wanted, here -> receipt(here.getIssue(wanted.number()).comment(wanted.body()), "written"));
  }

  private static Receipt receipt(GHIssueComment comment, String how) {
    return new Receipt(comment.getHtmlUrl().toString(), "comment " + how);
  }

  private <T> T ask(Wanted wanted, GithubAccess.Question<T> question) {
    GithubRepository repository = targets.of(wanted.repository());
    try {
      return access.ask(repository, Purpose.CONVERSATION, question);
    } catch (ApiRefusal e) {
      throw new Refused(
          "GitHub does not take a comment on %s#%d (%d %s): it may be locked"
              .formatted(repository.fullName(), wanted.number(), e.status(), e.said()));
    }
  }
}
