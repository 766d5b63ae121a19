package drover.ticket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The id that the factory gives to a comment before it sends it, so that the same comment is never
 * there twice: Linear takes a UUID of version 4 from the client.
 */
final class CommentId {
  private static final long VERSION = 0xf000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_MASK = 0x3fffffffffffffffL;
  private static final long VARIANT = 0x8000000000000000L;

  private CommentId() {}

  /** The same words give the same id. */
  static String of(String... words) {
    ByteBuffer digest = ByteBuffer.wrap(sha256(String.join("\n", words)));
    long high = digest.getLong() & ~VERSION | VERSION_4;
    long low = digest.getLong() & VARIANT_MASK | VARIANT;
    return new UUID(high, low).toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
