package drover.policy;

import drover.policy.LineParts.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the patches of many commits. What an agent put into files cannot be taken for a part of a
 * patch: the lines of a file are counted, as their heading says. What is no patch is refused.
 */
final class PatchReader {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
  private static final Pattern HUNK =
      Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*", Pattern.DOTALL);
  private static final List<String> HEADINGS =
      List.of(
          "index ",
          "old mode ",
          "new mode ",
          "deleted file mode ",
          "similarity index ",
          "dissimilarity index ",
          "rename from ",
          "copy from ",
          "--- ",
          "\\ ");

  private final Consumer<Fragment> sink;
  private String commit = "";
  private String section = "";
  private RepositoryPath path = new RepositoryPath("", "");
  private Optional<FileText> file = Optional.empty();
  private LineKind kind = LineKind.KEPT;
  private long oldLeft;
  private long newLeft;

  PatchReader(Consumer<Fragment> sink) {
    this.sink = sink;
  }

  void read(InputStream patches) throws IOException {
    LineParts lines = new LineParts(patches);
    for (Optional<Part> part = lines.next(); part.isPresent(); part = lines.next()) {
      read(part.get());
    }
    if (oldLeft > 0 || newLeft > 0) {
      throw new IllegalStateException("git printed a patch that is cut off");
    }
    endFile();
  }

  private void read(Part part) {
    if (!part.startsLine()) {
      add(part.bytes());
    } else if (oldLeft > 0 || newLeft > 0) {
      begin(part.bytes());
    } else {
      heading(part.bytes());
    }
  }

  private void begin(byte[] line) {
    kind = kindOf(line[0]);
    switch (kind) {
      case KEPT -> {
        oldLeft--;
        newLeft--;
      }
      case ADDED -> newLeft--;
      case REMOVED -> oldLeft--;
      case REMARK -> {}
    }
    add(Arrays.copyOfRange(line, 1, line.length));
  }

  private void add(byte[] text) {
    if (kind == LineKind.KEPT || kind == LineKind.ADDED) {
      file.ifPresent(open -> open.add(text, kind));
    }
  }

  private static LineKind kindOf(byte mark) {
    return switch (mark) {
      case ' ' -> LineKind.KEPT;
      case '+' -> LineKind.ADDED;
      case '-' -> LineKind.REMOVED;
      case '\\' -> LineKind.REMARK;
      default -> throw new IllegalStateException("git printed a patch with the mark " + mark);
    };
  }

  private void heading(byte[] bytes) {
    kind = LineKind.REMARK; // what is left of a long heading is nobody's text
    String line = new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("\n$", "");
    Matcher hunk = HUNK.matcher(line);
    if (hunk.matches()) {
      endFile();
      oldLeft = count(hunk.group(1));
      newLeft = count(hunk.group(3));
      file = Optional.of(new FileText(commit, path, Long.parseLong(hunk.group(2)), sink));
    } else if (COMMIT.matcher(line).matches()) {
      endFile();
      commit = line;
    } else if (line.startsWith("diff --git ")) {
      endFile();
      section = line;
    } else if (line.startsWith("+++ ")) {
      path = pathIn(line.substring("+++ ".length()));
    } else if (bringsAName(line)) {
      String name = new String(GitQuotes.unquoted(section), StandardCharsets.UTF_8);
      sink.accept(Fragment.whole("the name of a file", commit, name.replace('\n', ' ')));
    } else if (!line.isEmpty() && HEADINGS.stream().noneMatch(line::startsWith)) {
      throw new IllegalStateException("git printed what is no patch");
    }
  }

  private static boolean bringsAName(String line) {
    return line.startsWith("new file mode ")
        || line.startsWith("rename to ")
        || line.startsWith("copy to ");
  }

  private static RepositoryPath pathIn(String quoted) {
    byte[] bytes = GitQuotes.unquoted(quoted.replaceFirst("\t$", ""));
    int prefix = quoted.startsWith("/dev/null") ? 0 : "b/".length();
    return RepositoryPath.of(Arrays.copyOfRange(bytes, prefix, bytes.length));
  }

  private static long count(String number) {
    return number == null ? 1 : Long.parseLong(number);
  }

  private void endFile() {
    file.ifPresent(FileText::end);
    file = Optional.empty();
  }
}
