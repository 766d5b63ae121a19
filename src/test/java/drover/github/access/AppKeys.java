package drover.github.access;

import drover.github.fake.FakeCredentials;
import java.util.Arrays;
import java.util.Base64;

/** The key of the fake's App as people may give it. */
final class AppKeys {
  private AppKeys() {}

  static String pkcs8() {
    return pem("PRIVATE KEY", FakeCredentials.keyPair().getPrivate().getEncoded());
  }

  /** What stands in PKCS#8 behind its 26 bytes of version, algorithm and lengths. */
  static String pkcs1() {
    byte[] pkcs8 = FakeCredentials.keyPair().getPrivate().getEncoded();
    return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
  }

  private static String pem(String type, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
  }
}
