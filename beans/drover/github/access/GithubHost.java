package drover.github.access;

import drover.config.GithubSettings;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The GitHub that is configured. The API of github.com, and of a GHE.com tenant, is at {@code api.}
 * of its host; that of an Enterprise Server at {@code /api/v3} of its own host.
 */
public final class GithubHost {
  private static final String OWNER_AND_NAME =
      "(?<owner>[A-Za-z0-9][A-Za-z0-9_-]{0,99})/(?<name>[A-Za-z0-9._-]{1,100}?)(\\.git)?/?";
  private static final Pattern HTTP =
      Pattern.compile(
          "https?://(?<host>[^/@:\\[]+|\\[[^/\\]]+\\])(?<port>:\\d+)?/" + OWNER_AND_NAME);
  private static final Pattern SSH =
      Pattern.compile("ssh://([\\w.-]+@)?(ssh\\.)?(?<host>[^/@:]+)(:\\d+)?/" + OWNER_AND_NAME);
  private static final Pattern SCP =
      Pattern.compile("[\\w.-]+@(ssh\\.)?(?<host>[^/@:]+):/?" + OWNER_AND_NAME);

  private final URI api;
  private final URI web;

  public GithubHost(GithubSettings settings) {
    this.api = URI.create(settings.apiUrl());
    this.web = settings.webUrl();
  }

  /** Base of the API, without a slash at the end. */
  public URI api() {
    return api;
  }

  /** Where repositories are cloned from by HTTPS, without a slash at the end. */
  public URI web() {
    return web;
  }

  /** Whether a request may go there with a credential of this host. */
  boolean owns(URI target) {
    return api.getScheme().equals(target.getScheme())
        && api.getAuthority().equalsIgnoreCase(target.getAuthority());
  }

  /** The repository that a URL means, by HTTPS or SSH; empty: it is on another host. */
  public Optional<GithubRepository> repository(String url) {
    return of(HTTP.matcher(url)).or(() -> of(SSH.matcher(url))).or(() -> of(SCP.matcher(url)));
  }

  private Optional<GithubRepository> of(Matcher matcher) {
    if (!matcher.matches() || !isHere(matcher) || matcher.group("name").matches("\\.{1,2}")) {
      return Optional.empty();
    }
    String owner = matcher.group("owner");
    String name = matcher.group("name");
    return Optional.of(
        new GithubRepository(owner, name, "%s/%s/%s.git".formatted(web, owner, name)));
  }

  /** The port counts where the web is asked; SSH has one of its own. */
  private boolean isHere(Matcher matcher) {
    String host = matcher.group("host").toLowerCase(Locale.ROOT);
    boolean sameHost = host.equalsIgnoreCase(web.getHost());
    if (matcher.pattern() != HTTP) {
      return sameHost;
    }
    String port = Optional.ofNullable(matcher.group("port")).orElse("");
    String ours = web.getPort() < 0 ? "" : ":" + web.getPort();
    boolean isStandard = ours.isEmpty() && (port.equals(":443") || port.equals(":80"));
    return sameHost && (port.equals(ours) || isStandard);
  }
}
