package drover.github.access;

import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.machine.Clock;
import drover.redact.Redactor;
import io.jsonwebtoken.Jwts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.github.GHAppInstallationToken;
import org.kohsuke.github.GitHub;

/**
 * Tokens of the App's installation, each for one repository and one purpose, kept until shortly
 * before they expire. Nothing is assumed about what a token looks like.
 */
final class AppTokens {
  /** GitHub's clock may be behind ours; an assertion that begins in the future is refused. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  /** With the skew 600 s, the longest that GitHub accepts. */
  private static final Duration ASSERTION = Duration.ofSeconds(540);

  private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(5);

  private record Key(GithubCredential.App app, String repository, Purpose purpose) {}

  private record Lease(String token, Instant end) {}

  private final HubFactory hubs;
  private final Redactor redactor;
  private final Clock clock;
  private final Map<Key, Lease> leases = new HashMap<>();

  AppTokens(HubFactory hubs, Redactor redactor, Clock clock) {
    this.hubs = hubs;
    this.redactor = redactor;
    this.clock = clock;
  }

  /**
   * @throws Refused when GitHub does not give the App such a token
   * @throws Unavailable when GitHub does not answer
   */
  synchronized String token(
      GithubCredential.App app, GithubRepository repository, Purpose purpose) {
    Key key = new Key(app, repository.key(), purpose);
    Lease lease = leases.get(key);
    if (lease == null || clock.now().plus(RENEWED_BEFORE_END).isAfter(lease.end())) {
      lease = ask(app, repository, purpose);
      redactor.remember(lease.token());
      leases.put(key, lease);
    }
    return lease.token();
  }

  /** GitHub does not accept it any more. */
  synchronized void forget(String token) {
    leases.values().removeIf(lease -> lease.token().equals(token));
  }

  private Lease ask(GithubCredential.App app, GithubRepository repository, Purpose purpose) {
    try {
      GitHub hub = hubs.with(assertion(app));
      GHAppInstallationToken made =
          hub.getApp()
              .getInstallationById(app.installation())
              .createToken()
              .repositories(List.of(repository.name()))
              .permissions(purpose.permissions())
              .create();
      return new Lease(made.getToken(), made.getExpiresAt().toInstant());
    } catch (ApiRefusal e) {
      throw new Refused(sentence(e, app, repository, purpose));
    } catch (IOException e) {
      throw HubFactory.unreadable(e);
    }
  }

  private String assertion(GithubCredential.App app) {
    Instant now = clock.now();
    String assertion =
        Jwts.builder()
            .issuer(app.id())
            .issuedAt(Date.from(now.minus(CLOCK_SKEW)))
            .expiration(Date.from(now.plus(ASSERTION)))
            .signWith(app.key(), Jwts.SIG.RS256)
            .compact();
    redactor.remember(assertion);
    return assertion;
  }

  private static String sentence(
      ApiRefusal refusal, GithubCredential.App app, GithubRepository repository, Purpose purpose) {
    String mend =
        switch (refusal.status()) {
          case 401 -> "check that GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY belong together";
          case 403 -> "the installation may be suspended: look at the App's settings";
          case 404 -> "check that GITHUB_INSTALL_ID is an installation of this App";
          default ->
              "check that the App is installed on %s and has the permission %s"
                  .formatted(repository.fullName(), purpose.inWords());
        };
    return "GitHub gives %s no token for %s (%d %s): %s"
        .formatted(app, repository.fullName(), refusal.status(), refusal.said(), mend);
  }
}
