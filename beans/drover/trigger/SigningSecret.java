package drover.trigger;

import drover.config.ConfigurationException;
import drover.config.Secrets;
import drover.http.HttpProblem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a service signs its events with: HMAC-SHA256 over the bytes of the body as they came, as hex
 * in lower case. The comparison takes the same time wherever the first difference is.
 */
public final class SigningSecret {
  private static final String ALGORITHM = "HmacSHA256";

  private final Secrets secrets;
  private final String name;

  /**
   * @param name of the variable that holds the secret
   */
  public SigningSecret(Secrets secrets, String name) {
    this.secrets = secrets;
    this.name = name;
  }

  /**
   * @param shown what the request says its signature is
   * @param header in which it says so
   * @throws HttpProblem 503 without a configured secret, 401 without the right signature
   */
  public void require(byte[] body, String shown, String header) {
    byte[] right = signature(body).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(right, shown.getBytes(StandardCharsets.UTF_8))) {
      throw HttpProblem.unauthorized(
          "the header %s is no signature of this body with %s: give both sides the same secret"
              .formatted(header, name));
    }
  }

  private String signature(byte[] body) {
    String secret =
        configured()
            .orElseThrow(
                () ->
                    HttpProblem.notConfigured(
                        "no secret is configured: set %s, or %s_FILE, for the server"
                            .formatted(name, name)));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private Optional<String> configured() {
    try {
      return secrets.find(name);
    } catch (ConfigurationException e) {
      throw HttpProblem.notConfigured("the secret cannot be read: " + e.getMessage());
    }
  }
}
