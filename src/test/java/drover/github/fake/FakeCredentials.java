package drover.github.fake;

import drover.machine.Clock;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An App with one installation, the tokens it was given, and tokens of people. */
public final class FakeCredentials {
  public static final String APP_ID = "4711";
  public static final long INSTALLATION = 99_001;

  private static final Duration LONGEST_ASSERTION = Duration.ofSeconds(600);
  private static final KeyPair KEYS = keys();

  private final Clock clock;
  private final List<FakeToken> tokens = new ArrayList<>();

  /** What the installation was granted. */
  private final Map<String, String> granted =
      new HashMap<>(
          Map.of(
              "contents", "write",
              "pull_requests", "write",
              "issues", "write",
              "checks", "write",
              "actions", "write",
              "statuses", "read",
              "deployments", "read"));

  private boolean suspended;

  FakeCredentials(Clock clock) {
    this.clock = clock;
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of the App. */
  public static KeyPair keyPair() {
    return KEYS;
  }

  /** A token of a person who may do that, in every repository. */
  public synchronized String personal(Map<String, String> permissions) {
    return issue("octocat", Set.of(), permissions, Instant.MAX).value();
  }

  /** From now on the installation has no such permission. */
  public synchronized void withdraw(String permission) {
    granted.remove(permission);
  }

  public synchronized void suspend() {
    suspended = true;
  }

  /** No token that was issued is accepted any more. */
  public synchronized void revokeAll() {
    tokens.clear();
  }

  public synchronized List<FakeToken> issued() {
    return List.copyOf(tokens);
  }

  synchronized boolean isSuspended() {
    return suspended;
  }

  synchronized Map<String, String> granted() {
    return Map.copyOf(granted);
  }

  synchronized FakeToken issue(
      String login, Set<Long> repositories, Map<String, String> permissions, Instant end) {
    // as long as GitHub's newer ones, and like them of no fixed form
    String value = "ghs_%s_%s".formatted(tokens.size(), ("t0k" + tokens.size() + "Zq").repeat(40));
    FakeToken token = new FakeToken(value, login, repositories, permissions, end);
    tokens.add(token);
    return token;
  }

  synchronized Optional<FakeToken> token(String value) {
    return tokens.stream()
        .filter(one -> one.value().equals(value) && clock.now().isBefore(one.end()))
        .findFirst();
  }

  /** What is wrong with the assertion of an App; empty: nothing. */
  Optional<String> refuse(String assertion) {
    try {
      Claims claims =
          Jwts.parser()
              .verifyWith(KEYS.getPublic())
              .clock(() -> Date.from(clock.now()))
              .build()
              .parseSignedClaims(assertion)
              .getPayload();
      Instant issued = claims.getIssuedAt().toInstant();
      Instant end = claims.getExpiration().toInstant();
      if (issued.isAfter(clock.now())) {
        return Optional.of("'Issued at' claim ('iat') must be an Integer representing the past");
      }
      if (Duration.between(issued, end).compareTo(LONGEST_ASSERTION) > 0) {
        return Optional.of("'Expiration time' claim ('exp') is too far in the future");
      }
      return APP_ID.equals(claims.getIssuer())
          ? Optional.empty()
          : Optional.of("Integration not found");
    } catch (JwtException | IllegalArgumentException e) {
      return Optional.of("A JSON web token could not be decoded");
    }
  }

  Clock clock() {
    return clock;
  }
}
