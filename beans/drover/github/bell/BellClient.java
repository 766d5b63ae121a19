package drover.github.bell;

import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.access.GithubRepository;
import drover.github.access.Purpose;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.egit.github.core.client.GitHubClient;

/**
 * What the consumers of camel-github ask with: the configured host, and for every request the token
 * that is good now, made for the repository that is asked about.
 */
public final class BellClient extends GitHubClient {
  private static final Pattern REPOSITORY = Pattern.compile("/repos/([^/]+)/([^/]+)(/.*)?");
  private static final int LONGEST_MS = 30_000;

  private final GithubHost host;
  private final GithubAccess access;

  public BellClient(GithubHost host, GithubAccess access) {
    super(host.api().getHost(), host.api().getPort(), host.api().getScheme());
    this.host = host;
    this.access = access;
  }

  @Override
  protected HttpURLConnection configureRequest(HttpURLConnection request) {
    HttpURLConnection configured = super.configureRequest(request);
    configured.setConnectTimeout(LONGEST_MS);
    configured.setReadTimeout(LONGEST_MS);
    configured.setInstanceFollowRedirects(false); // a token goes to no other host
    String path = configured.getURL().getPath().substring(host.api().getPath().length());
    Matcher asked = REPOSITORY.matcher(path);
    if (asked.matches()) {
      String url = "%s/%s/%s.git".formatted(host.web(), asked.group(1), asked.group(2));
      host.repository(url)
          .flatMap(this::token)
          .ifPresent(token -> configured.setRequestProperty("Authorization", "Bearer " + token));
    }
    return configured;
  }

  private Optional<String> token(GithubRepository repository) {
    return access.token(repository, Purpose.REVIEW);
  }
}
