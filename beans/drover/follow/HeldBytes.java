package drover.follow;

import java.util.Arrays;

/** The beginning of a line whose end has not come yet; past the maximum it only counts. */
final class HeldBytes {

  private static final int FIRST_SIZE = 4 << 10;

  /** A buffer larger than this is given back after its line: a thousand followers may be alive. */
  private static final int LARGEST_KEPT = 64 << 10;

  private static final byte[] NONE = {};

  private final int maximum;
  private byte[] bytes = NONE;
  private long length;

  HeldBytes(int maximum) {
    this.maximum = maximum;
  }

  void append(byte[] chunk, int offset, int count) {
    long grown = length + count;
    if (grown <= maximum) {
      makeRoom((int) grown);
      System.arraycopy(chunk, offset, bytes, (int) length, count);
    } else {
      bytes = NONE;
    }
    length = grown;
  }

  private void makeRoom(int needed) {
    if (needed > bytes.length) {
      long doubled = Math.max(FIRST_SIZE, Math.max(needed, 2L * bytes.length));
      bytes = Arrays.copyOf(bytes, (int) Math.min(maximum, doubled));
    }
  }

  boolean isEmpty() {
    return length == 0;
  }

  boolean overflown() {
    return length > maximum;
  }

  /** Bytes that came, held or not. */
  long length() {
    return length;
  }

  byte first() {
    return bytes.length == 0 ? 0 : bytes[0];
  }

  byte[] bytes() {
    return bytes;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, (int) length);
  }

  void clear() {
    length = 0;
    if (bytes.length > LARGEST_KEPT) {
      bytes = NONE;
    }
  }
}
