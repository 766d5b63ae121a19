package drover.notify;

import drover.effect.Unavailable;
import java.net.URI;
import java.net.URISyntaxException;

/** A secret that is the address of a webhook. */
final class WebAddress {
  private WebAddress() {}

  /**
   * @throws Unavailable when it is none; says which variable to mend, and nothing of its value
   */
  static String of(Channel channel, String secret) {
    try {
      URI address = new URI(secret);
      boolean isWeb = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
      if (isWeb && address.getHost() != null && !secret.contains(")")) {
        return secret;
      }
    } catch (URISyntaxException e) { // its message holds the secret
      throw noAddress(channel);
    }
    throw noAddress(channel);
  }

  private static Unavailable noAddress(Channel channel) {
    return Unavailable.now(
        channel.name(),
        "%s holds no http or https address: set it anew"
            .formatted(channel.secret().orElse("its secret")));
  }
}
