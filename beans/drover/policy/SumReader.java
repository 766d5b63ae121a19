package drover.policy;

import drover.policy.GitObjects.GitObject;
import drover.workspace.BranchHistory;
import drover.workspace.TooLarge;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the sum of a branch's commits. */
final class SumReader {
  private static final int LONGEST_TARGET = 4096;

  private final BranchHistory history;
  private final Path scratch;

  /**
   * @param scratch empty directory for what git prints
   */
  SumReader(BranchHistory history, Path scratch) {
    this.history = history;
    this.scratch = scratch;
  }

  /**
   * @throws TooLarge when there is more than may be read
   */
  Sum read() throws IOException {
    Path raw = scratch.resolve("sum");
    history.writeSum(raw);
    List<Change> changes = Change.parse(Files.readAllBytes(raw));
    Map<String, Long> sizes = sizesOf(changes);
    return new Sum(changes, sizes, targetsOf(changes, sizes), countLines());
  }

  private Map<String, Long> sizesOf(List<Change> changes) throws IOException {
    Path names = namesOf("sizes", changes.stream().filter(Change::hasContent));
    Path answers = scratch.resolve("sizes");
    history.writeSizes(names, answers);
    Map<String, Long> sizes = new HashMap<>();
    for (String line : Files.readAllLines(answers, StandardCharsets.US_ASCII)) {
      String[] words = line.split(" ", -1);
      if (words.length != 3) {
        throw new IllegalStateException("git does not know an object of the change: " + line);
      }
      sizes.put(words[0], Long.parseLong(words[2]));
    }
    return sizes;
  }

  private Map<String, String> targetsOf(List<Change> changes, Map<String, Long> sizes)
      throws IOException {
    Path names =
        namesOf(
            "links",
            changes.stream()
                .filter(Change::isLink)
                .filter(link -> sizes.getOrDefault(link.newObject(), 0L) <= LONGEST_TARGET));
    Path answers = scratch.resolve("links");
    history.writeObjects(names, answers);
    Map<String, String> targets = new HashMap<>();
    try (InputStream in = Files.newInputStream(answers)) {
      GitObjects.read(in, object -> targets.put(object.name(), textOf(object)));
    }
    return targets;
  }

  private static String textOf(GitObject object) {
    return new String(object.content(), StandardCharsets.UTF_8);
  }

  private long countLines() throws IOException {
    Path counts = scratch.resolve("lines");
    history.writeLineCounts(counts);
    String all = Files.readString(counts, StandardCharsets.ISO_8859_1);
    return Stream.of(all.split("\0", -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> entry.split("\t", 3))
        .mapToLong(words -> number(words[0]) + number(words[1]))
        .sum();
  }

  /** What is binary has no lines. */
  private static long number(String count) {
    return count.equals("-") ? 0 : Long.parseLong(count);
  }

  private Path namesOf(String what, Stream<Change> changes) throws IOException {
    String names =
        changes
            .map(Change::newObject)
            .distinct()
            .map(name -> name + "\n")
            .collect(Collectors.joining());
    return Files.writeString(scratch.resolve(what + ".names"), names);
  }
}
