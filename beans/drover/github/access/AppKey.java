package drover.github.access;

import drover.config.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the private key of an App: PEM as GitHub hands it out (PKCS#1) or as other programs write
 * it (PKCS#8), its line ends perhaps written as {@code \n}.
 */
final class AppKey {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (RSA )?PRIVATE KEY-----\\s*([A-Za-z0-9+/=\\s]+)-----END (RSA )?PRIVATE KEY-----");

  /** DER of version 0 and the algorithm rsaEncryption (RFC 5208, section 5; RFC 8017, A.1). */
  private static final byte[] VERSION_AND_ALGORITHM =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private AppKey() {}

  /**
   * @param variable that it comes from
   * @throws ConfigurationException when it is no such key; the key is not in the message
   */
  static PrivateKey parse(String variable, String text) {
    Matcher pem = PEM.matcher(text.replace("\\n", "\n").replace("\\r", ""));
    if (!pem.find()) {
      throw unusable(variable, "is no private key in PEM");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      boolean isPkcs1 = pem.group(1) != null;
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(isPkcs1 ? wrapped(der) : der));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw unusable(variable, "is a damaged private key, or none of RSA");
    }
  }

  private static ConfigurationException unusable(String variable, String complaint) {
    return new ConfigurationException(
        "%s %s: give it the file that GitHub made for the App, from -----BEGIN to -----END"
            .formatted(variable, complaint));
  }

  private static byte[] wrapped(byte[] pkcs1) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.writeBytes(VERSION_AND_ALGORITHM);
    inner.writeBytes(element(0x04, pkcs1)); // OCTET STRING
    return element(0x30, inner.toByteArray()); // SEQUENCE
  }

  /** Tag, length in two bytes, content; a key of RSA is never too long for that. */
  private static byte[] element(int tag, byte[] content) {
    return ByteBuffer.allocate(4 + content.length)
        .put((byte) tag)
        .put((byte) 0x82)
        .putShort((short) content.length)
        .put(content)
        .array();
  }
}
