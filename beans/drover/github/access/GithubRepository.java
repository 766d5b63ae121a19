package drover.github.access;

import java.util.Locale;

/**
 * A repository on the configured GitHub.
 *
 * @param owner user or organization
 * @param name without {@code .git}
 * @param url to clone it from by HTTPS; holds no credential
 */
public record GithubRepository(String owner, String name, String url) {

  /** {@code owner/name}, as people write it. */
  public String fullName() {
    return owner + "/" + name;
  }

  /** The same for every spelling: GitHub does not tell upper case from lower case. */
  public String key() {
    return url.toLowerCase(Locale.ROOT);
  }
}
