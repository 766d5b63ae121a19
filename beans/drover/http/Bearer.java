package drover.http;

import drover.config.ConfigurationException;
import drover.config.Secrets;
import drover.run.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/**
 * Lets pass who shows the token of the API (RFC 6750). Where none is configured nobody passes. The
 * comparison takes the same time wherever the first difference is.
 */
public final class Bearer {
  /** The variable that holds the token. */
  public static final String TOKEN = "AI_WEBHOOK_TOKEN";

  private static final Pattern SCHEME = Pattern.compile("(?i:bearer) +(\\S+) *");

  private final Secrets secrets;

  public Bearer(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * @throws HttpProblem 503 without a configured token, 401 without the right one
   */
  public Object check(@Header("Authorization") @Nullable String shown, @Body Object body) {
    String token =
        configured()
            .orElseThrow(
                () ->
                    HttpProblem.notConfigured(
                        "no token is configured: set %s, or %s_FILE, for the server"
                            .formatted(TOKEN, TOKEN)));
    Matcher scheme = SCHEME.matcher(shown == null ? "" : shown);
    if (!scheme.matches() || !isSame(token, scheme.group(1))) {
      throw HttpProblem.unauthorized(
          "a request needs the header Authorization: Bearer with the token of this server");
    }
    return body;
  }

  private Optional<String> configured() {
    try {
      return secrets.find(TOKEN);
    } catch (ConfigurationException e) {
      throw HttpProblem.notConfigured("the token cannot be read: " + e.getMessage());
    }
  }

  /** Digests are of one length, so that the length of the token is not told either. */
  private static boolean isSame(String token, String shown) {
    return MessageDigest.isEqual(digest(token), digest(shown));
  }

  private static byte[] digest(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }
}
