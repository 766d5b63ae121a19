package drover.policy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Collects the text of one file after a commit and hands it on in pieces that overlap, so that a
 * large file needs little memory and nothing is missed where it was cut.
 */
final class FileText {
  private static final int PIECE_BYTES = 1 << 20;
  private static final int OVERLAP_BYTES = 1 << 14;

  private final String commit;
  private final RepositoryPath path;
  private final Consumer<Fragment> sink;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private BitSet added = new BitSet();
  private long firstLine;
  private int line;
  private boolean anythingNew;

  FileText(String commit, RepositoryPath path, long firstLine, Consumer<Fragment> sink) {
    this.commit = commit;
    this.path = path;
    this.firstLine = firstLine;
    this.sink = sink;
  }

  /** A whole line with its break, or a part of one. */
  void add(byte[] part, LineKind kind) {
    if (kind == LineKind.ADDED) {
      added.set(line);
      anythingNew = true;
    }
    bytes.writeBytes(part);
    if (part.length > 0 && part[part.length - 1] == '\n') {
      line++;
    }
    if (bytes.size() >= PIECE_BYTES) {
      handOn();
      keepOverlap();
    }
  }

  void end() {
    handOn();
  }

  private void handOn() {
    if (!anythingNew) {
      return;
    }
    sink.accept(
        new Fragment(
            path.text(),
            path.shown(),
            commit,
            bytes.toString(StandardCharsets.UTF_8),
            firstLine,
            (BitSet) added.clone()));
    anythingNew = false;
  }

  private void keepOverlap() {
    byte[] all = bytes.toByteArray();
    int from = all.length - OVERLAP_BYTES;
    int gone = 0;
    for (int at = 0; at < from; at++) {
      gone += all[at] == '\n' ? 1 : 0;
    }
    bytes = new ByteArrayOutputStream();
    bytes.write(all, from, all.length - from);
    added = added.get(gone, Math.max(gone, added.length()));
    firstLine += gone;
    line -= gone;
    anythingNew = !added.isEmpty(); // it may only be complete with what comes next
  }
}
