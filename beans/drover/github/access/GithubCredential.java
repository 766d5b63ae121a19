package drover.github.access;

import drover.config.ConfigurationException;
import drover.config.Secrets;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Drover is to GitHub. */
sealed interface GithubCredential {
  String APP_ID = "GITHUB_APP_ID";
  String APP_KEY = "GITHUB_APP_PRIVATE_KEY";
  String INSTALLATION = "GITHUB_INSTALL_ID";
  String TOKEN = "GITHUB_TOKEN";

  /** Nobody: only what is public can be read, and nothing is delivered there. */
  record None() implements GithubCredential {}

  /** A person's token, or one that somebody else renews. */
  record Token(String value) implements GithubCredential {
    @Override
    public String toString() {
      return TOKEN;
    }
  }

  /**
   * An App, which makes a token for every purpose.
   *
   * @param id its id or client id
   * @param installation where it is installed
   */
  record App(String id, PrivateKey key, long installation) implements GithubCredential {
    @Override
    public String toString() {
      return "App " + id;
    }
  }

  Pattern INSTALLATION_ID = Pattern.compile("[1-9][0-9]{0,17}");

  /**
   * The App where one is given, else the token; read anew each time, because mounted files may be
   * renewed.
   *
   * @throws ConfigurationException when only a part of an App is given, or its key is none
   */
  static GithubCredential of(Secrets secrets) {
    List<String> variables = List.of(APP_ID, APP_KEY, INSTALLATION);
    List<String> missing = variables.stream().filter(name -> secrets.find(name).isEmpty()).toList();
    if (missing.size() == variables.size()) {
      return secrets.find(TOKEN).<GithubCredential>map(Token::new).orElseGet(None::new);
    }
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "%s missing: a GitHub App needs %s; set all three, or none to use %s"
              .formatted(
                  String.join(" and ", missing) + (missing.size() == 1 ? " is" : " are"),
                  String.join(", ", variables),
                  TOKEN));
    }
    return new App(
        secrets.find(APP_ID).orElseThrow(),
        AppKey.parse(APP_KEY, secrets.find(APP_KEY).orElseThrow()),
        installation(secrets.find(INSTALLATION).orElseThrow()));
  }

  private static long installation(String value) {
    return Optional.of(value)
        .filter(INSTALLATION_ID.asMatchPredicate())
        .map(Long::parseLong)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    INSTALLATION
                        + " is no number: take it from the address of the installation's page,"
                        + " .../settings/installations/NUMBER"));
  }
}
