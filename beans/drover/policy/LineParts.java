package drover.policy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of any length, in parts of bounded length. */
final class LineParts {
  private static final int LONGEST = 1 << 18;

  private final InputStream in;
  private boolean startsLine = true;

  LineParts(InputStream in) {
    this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in, 1 << 16);
  }

  /**
   * @param startsLine whether it is the first part of its line
   * @param bytes with the line break, where the line has one and this is its last part
   */
  record Part(boolean startsLine, byte[] bytes) {}

  Optional<Part> next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int each = in.read();
    while (each >= 0) {
      bytes.write(each);
      if (each == '\n' || bytes.size() >= LONGEST) {
        break;
      }
      each = in.read();
    }
    if (bytes.size() == 0) {
      return Optional.empty();
    }
    Part part = new Part(startsLine, bytes.toByteArray());
    startsLine = each == '\n';
    return Optional.of(part);
  }
}
