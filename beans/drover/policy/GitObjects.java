package drover.policy;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads what {@code git cat-file --batch} prints. */
final class GitObjects {
  private GitObjects() {}

  record GitObject(String name, byte[] content) {}

  static void read(InputStream batch, Consumer<GitObject> sink) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(batch));
    for (int first = in.read(); first >= 0; first = in.read()) {
      StringBuilder heading = new StringBuilder();
      for (int each = first; each != '\n'; each = in.readUnsignedByte()) {
        heading.append((char) each);
      }
      String[] words = heading.toString().split(" ", -1);
      if (words.length != 3) {
        throw new IllegalStateException("git does not know an object of the change: " + heading);
      }
      byte[] content = new byte[Integer.parseInt(words[2])];
      in.readFully(content);
      in.readUnsignedByte(); // a line break
      sink.accept(new GitObject(words[0], content));
    }
  }

  /** The parts of a commit that its author wrote: every heading but tree and parents. */
  static String headingsOf(byte[] commit) {
    String text = new String(commit, StandardCharsets.UTF_8);
    int end = text.indexOf("\n\n");
    return (end < 0 ? text : text.substring(0, end))
        .lines()
        .filter(line -> !line.startsWith("tree ") && !line.startsWith("parent "))
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  /** What its author says about it. */
  static String messageOf(byte[] commit) {
    String text = new String(commit, StandardCharsets.UTF_8);
    int end = text.indexOf("\n\n");
    return end < 0 ? "" : text.substring(end + 2);
  }
}
