package drover.linear;

import drover.config.Secrets;
import drover.http.HttpProblem;
import drover.trigger.SigningSecret;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** Lets pass what Linear signed: {@code Linear-Signature} is the bare signature. */
public final class LinearSignature {
  /** The variable that holds the signing secret of the webhook. */
  public static final String SECRET = "LINEAR_WEBHOOK_SECRET";

  private static final String HEADER = "Linear-Signature";

  private final SigningSecret secret;

  public LinearSignature(Secrets secrets) {
    this.secret = new SigningSecret(secrets, SECRET);
  }

  /**
   * @throws HttpProblem 503 without a configured secret, 401 without the right signature
   */
  public byte[] verify(@Header(HEADER) @Nullable String shown, @Body byte[] body) {
    secret.require(body, Optional.ofNullable(shown).orElse(""), HEADER);
    return body;
  }
}
