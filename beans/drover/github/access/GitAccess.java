package drover.github.access;

import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.workspace.GitFailed;
import drover.workspace.RemoteAccess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hands git a token for one command: the token is in its environment, and a credential helper that
 * counts for this host alone prints it. So it is on no command line and in no file, and does not
 * follow a redirect to another host.
 */
public final class GitAccess implements RemoteAccess {
  /** What GitHub wants as the name of who has a token. */
  private static final String USER = "x-access-token";

  private static final String VARIABLE = "DROVER_GIT_TOKEN";
  private static final String PRINT =
      "!f() { test \"$1\" = get && printf 'username=%s\\npassword=%%s\\n' \"$%s\"; }; f"
          .formatted(USER, VARIABLE);

  private final GithubHost host;
  private final GithubAccess access;

  public GitAccess(GithubHost host, GithubAccess access) {
    this.host = host;
    this.access = access;
  }

  /**
   * A repository of the configured GitHub with a token, where there is one; others as they are.
   *
   * @throws Unavailable when GitHub does not answer
   */
  @Override
  public Remote toFetch(String url) {
    Optional<GithubRepository> repository = host.repository(url);
    try {
      return repository
          .flatMap(here -> access.token(here, Purpose.CLONE).map(token -> remote(here, token)))
          .orElseGet(() -> PLAIN.toFetch(url));
    } catch (Refused e) {
      throw new GitFailed("fetch", String.valueOf(e.getMessage()));
    }
  }

  /**
   * @throws Refused when there is no credential, or GitHub gives none
   * @throws Unavailable when GitHub does not answer
   */
  public Remote toPush(GithubRepository repository) {
    return access
        .token(repository, Purpose.PUSH)
        .map(token -> remote(repository, token))
        .orElseThrow(() -> new Refused("there is no credential for " + repository.fullName()));
  }

  private Remote remote(GithubRepository repository, String token) {
    Map<String, String> settings = new LinkedHashMap<>();
    String section = "credential." + host.web();
    settings.put(section + ".username", USER);
    settings.put("http.lowSpeedLimit", "1");
    settings.put("http.lowSpeedTime", "60"); // seconds without a byte
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(VARIABLE, token);
    int count = 0;
    // an empty helper forgets those of the operator
    for (String helper : new String[] {"", PRINT}) {
      put(environment, count++, section + ".helper", helper);
    }
    for (Map.Entry<String, String> one : settings.entrySet()) {
      put(environment, count++, one.getKey(), one.getValue());
    }
    environment.put("GIT_CONFIG_COUNT", String.valueOf(count));
    return new Remote(repository.url(), environment);
  }

  private static void put(Map<String, String> environment, int at, String key, String value) {
    environment.put("GIT_CONFIG_KEY_" + at, key);
    environment.put("GIT_CONFIG_VALUE_" + at, value);
  }
}
