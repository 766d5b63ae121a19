package drover.github.access;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.ConfigurationException;
import drover.config.Secrets;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.machine.Clock;
import drover.redact.Redactor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.kohsuke.github.GHException;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;

/** The configured GitHub, with the credential that is there. */
public final class GithubAccess {
  private final Secrets secrets;
  private final HubFactory hubs;
  private final AppTokens appTokens;
  private final KeptTexts texts;

  public GithubAccess(GithubHost host, Secrets secrets, Redactor redactor, Clock clock) {
    this.secrets = secrets;
    this.hubs = new HubFactory(host, clock);
    this.appTokens = new AppTokens(hubs, redactor, clock);
    this.texts = new KeptTexts(host);
  }

  /**
   * @throws ConfigurationException when the credential is there only in part, or unreadable
   */
  public void check() {
    GithubCredential.of(secrets);
  }

  /**
   * What Drover is to GitHub, for people: an App by its id, or the variable of a token.
   *
   * @throws Refused when only a part of it is there
   */
  public Optional<String> identity() {
    return hasCredential() ? Optional.of(credential().toString()) : Optional.empty();
  }

  /**
   * @throws Refused when only a part of it is there
   */
  public boolean hasCredential() {
    return !(credential() instanceof GithubCredential.None);
  }

  /**
   * @throws Refused when only a part of it is there
   */
  private GithubCredential credential() {
    try {
      return GithubCredential.of(secrets);
    } catch (ConfigurationException e) {
      throw new Refused(String.join("; ", e.problems()));
    }
  }

  /**
   * Empty: there is no credential.
   *
   * @throws Refused when GitHub gives none
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<String> token(GithubRepository repository, Purpose purpose) {
    return switch (credential()) {
      case GithubCredential.None none -> Optional.empty();
      case GithubCredential.Token token -> Optional.of(token.value());
      case GithubCredential.App app -> Optional.of(appTokens.token(app, repository, purpose));
    };
  }

  /** What is asked of a repository. */
  public interface Question<T> {
    T ask(GHRepository repository) throws IOException;
  }

  /** What is done with a token. */
  private interface Call<T> {
    T with(String token);
  }

  /**
   * All items of a list of a repository, where hub4j has no method for it.
   *
   * @param path below that of the repository, with its query
   * @return empty: there is no such list (404), or it is gone (410)
   * @throws ApiRefusal as below
   * @throws Refused as below
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<List<JsonNode>> list(GithubRepository repository, Purpose purpose, String path) {
    return withToken(
        repository,
        purpose,
        token -> {
          try {
            return Optional.of(hubs.list(token, "/repos/" + repository.fullName() + path));
          } catch (ApiRefusal e) {
            if (e.status() == 404 || e.status() == 410) {
              return Optional.empty();
            }
            throw e;
          } catch (IOException e) {
            throw HubFactory.unreadable(e);
          }
        });
  }

  /**
   * Asks for something to be done that hub4j has no method for.
   *
   * @param path below that of the repository
   * @throws ApiRefusal as below
   * @throws Refused as below
   * @throws Unavailable when GitHub does not answer
   */
  public void post(GithubRepository repository, Purpose purpose, String path) {
    withToken(
        repository,
        purpose,
        token -> {
          try {
            hubs.post(token, "/repos/" + repository.fullName() + path);
            return path;
          } catch (IOException e) {
            throw HubFactory.unreadable(e);
          }
        });
  }

  /**
   * The end of a text that GitHub keeps somewhere else; see {@link KeptTexts}.
   *
   * @param path below that of the repository
   * @return empty: it is gone
   * @throws ApiRefusal as below
   * @throws Refused as below
   * @throws Unavailable when it cannot be read
   */
  public Optional<String> text(GithubRepository repository, Purpose purpose, String path) {
    return withToken(
        repository, purpose, token -> texts.end(token, "/repos/" + repository.fullName() + path));
  }

  /**
   * Asks the API about one repository.
   *
   * @throws ApiRefusal when GitHub refuses what was asked, with a status that is not that of a
   *     credential
   * @throws Refused when GitHub refuses the credential, or the repository takes nothing
   * @throws Unavailable when GitHub does not answer
   */
  public <T> T ask(GithubRepository repository, Purpose purpose, Question<T> question) {
    return withToken(repository, purpose, token -> ask(token, repository, question));
  }

  private <T> T withToken(GithubRepository repository, Purpose purpose, Call<T> call) {
    String token = tokenOrRefuse(repository, purpose);
    try {
      return call.with(token);
    } catch (ApiRefusal e) {
      if (e.status() != 401 || !(credential() instanceof GithubCredential.App)) {
        throw told(e, repository, purpose);
      }
      appTokens.forget(token); // revoked before its time; nothing was done with it
    }
    try {
      return call.with(tokenOrRefuse(repository, purpose));
    } catch (ApiRefusal e) {
      throw told(e, repository, purpose);
    }
  }

  /**
   * The account that writes with this credential, where it is a person's. An App has one of its
   * own, a bot, which it cannot ask for with the token of an installation.
   *
   * @throws Refused when there is no credential, or GitHub refuses it
   * @throws Unavailable when GitHub does not answer
   */
  public Optional<String> account(GithubRepository repository, Purpose purpose) {
    if (credential() instanceof GithubCredential.App) {
      return Optional.empty();
    }
    try {
      return Optional.of(hubs.with(tokenOrRefuse(repository, purpose)).getMyself().getLogin());
    } catch (ApiRefusal e) {
      if (e.status() == 403) { // made for an integration by somebody else: a bot's too
        return Optional.empty();
      }
      throw told(e, repository, purpose);
    } catch (IOException e) {
      throw HubFactory.unreadable(e);
    }
  }

  private String tokenOrRefuse(GithubRepository repository, Purpose purpose) {
    return token(repository, purpose)
        .orElseThrow(
            () ->
                new Refused(
                    "there is no credential for %s: set GITHUB_TOKEN, or the variables of a GitHub App"
                        .formatted(repository.fullName())));
  }

  private <T> T ask(String token, GithubRepository repository, Question<T> question) {
    try {
      GitHub hub = hubs.with(token);
      GHRepository found = hub.getRepository(repository.fullName());
      if (found.isArchived()) {
        throw new Refused(
            "%s is archived on GitHub and takes nothing: unarchive it, then retry"
                .formatted(repository.fullName()));
      }
      return question.ask(found);
    } catch (IOException | GHException e) { // the latter around the former, while pages are read
      throw HubFactory.unreadable(e);
    }
  }

  private RuntimeException told(ApiRefusal refusal, GithubRepository repository, Purpose purpose) {
    String credential = credential().toString();
    return switch (refusal.status()) {
      case 401 ->
          new Refused(
              "GitHub does not accept %s (%s): renew it".formatted(credential, refusal.said()));
      case 403 ->
          new Refused(
              "GitHub does not let %s do that in %s (%s): give it the permission %s"
                  .formatted(credential, repository.fullName(), refusal.said(), purpose.inWords()));
      case 404, 451 ->
          new Refused(
              "GitHub shows %s no repository %s, or not what is asked of it: check its name, and that %s may see it with %s"
                  .formatted(credential, repository.fullName(), credential, purpose.inWords()));
      default -> refusal;
    };
  }
}
