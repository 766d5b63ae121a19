package drover.github;

import drover.config.Secrets;
import drover.http.HttpProblem;
import drover.trigger.SigningSecret;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/**
 * Lets pass what GitHub signed: {@code X-Hub-Signature-256} is {@code sha256=} and the signature.
 */
public final class GithubSignature {
  /** The variable that holds the secret of the webhook. */
  public static final String SECRET = "GITHUB_WEBHOOK_SECRET";

  private static final String HEADER = "X-Hub-Signature-256";
  private static final String PREFIX = "sha256=";

  private final SigningSecret secret;

  public GithubSignature(Secrets secrets) {
    this.secret = new SigningSecret(secrets, SECRET);
  }

  /**
   * @throws HttpProblem 503 without a configured secret, 401 without the right signature
   */
  public byte[] verify(@Header(HEADER) @Nullable String shown, @Body byte[] body) {
    String signature =
        Optional.ofNullable(shown)
            .filter(text -> text.startsWith(PREFIX))
            .map(text -> text.substring(PREFIX.length()))
            .orElse("");
    secret.require(body, signature, HEADER);
    return body;
  }
}
