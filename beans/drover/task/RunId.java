package drover.task;

import java.nio.charset.StandardCharsets;

/** Ids of runs: {@code r} and 16 base32 characters of SHA-256(source, key). */
public final class RunId {
  private static final byte[] ALPHABET =
      "abcdefghijklmnopqrstuvwxyz234567".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 16;

  private RunId() {}

  /** The same source and key give the same id, on every instance. */
  public static String of(String source, String idempotencyKey) {
    byte[] hash = Task.sha256(source + '\0' + idempotencyKey);
    StringBuilder id = new StringBuilder("r");
    for (int i = 0; i < LENGTH; i++) {
      id.append((char) ALPHABET[fiveBits(hash, i * 5)]);
    }
    return id.toString();
  }

  private static int fiveBits(byte[] bytes, int from) {
    int value = 0;
    for (int bit = from; bit < from + 5; bit++) {
      value = value << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1);
    }
    return value;
  }
}
