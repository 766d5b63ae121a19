package drover.cluster.step;

import drover.run.RunEnded;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the collecting pod printed: {@code drover-bundle begin COMMIT BYTES SHA256}, the file in
 * base64, {@code drover-bundle end}; or {@code drover-bundle REASON WORDS} where there is none.
 *
 * @param commit that the agent's branch stands at
 * @param file of {@code git bundle}; empty: the branch is at its base
 */
public record CollectedBundle(String commit, Optional<byte[]> file) {
  private static final String MARK = "drover-bundle ";
  private static final Pattern BEGIN =
      Pattern.compile("drover-bundle begin ([0-9a-f]{40,64}) (\\d+) ([0-9a-f]{64}|-)");

  /**
   * @param mostBytes that were allowed
   * @throws RunEnded when there is none that can be used
   */
  static CollectedBundle read(String log, long mostBytes) {
    List<String> lines = log.lines().toList();
    int from =
        lines.stream()
            .filter(line -> line.startsWith(MARK))
            .findFirst()
            .map(lines::indexOf)
            .orElse(-1);
    if (from < 0) {
      throw incomplete("it begins nowhere");
    }
    Matcher begin = BEGIN.matcher(lines.get(from));
    if (!begin.matches()) {
      throw refused(lines.get(from).substring(MARK.length()), mostBytes);
    }
    int end = lines.lastIndexOf("drover-bundle end");
    if (end <= from) {
      throw incomplete("it has no end");
    }
    if (begin.group(2).equals("0")) {
      return new CollectedBundle(begin.group(1), Optional.empty());
    }
    byte[] file = decode(String.join("", lines.subList(from + 1, end)));
    if (file.length != Long.parseLong(begin.group(2)) || !sha256(file).equals(begin.group(3))) {
      throw incomplete("its checksum is another one");
    }
    return new CollectedBundle(begin.group(1), Optional.of(file));
  }

  /** Words that the pod chooses. */
  private static RunEnded refused(String told, long mostBytes) {
    String words = told.replaceFirst("^\\S+ ?", "");
    return switch (told.replaceFirst(" .*", "")) {
      case "too-large" ->
          RunEnded.blocked(
              "policy-refused",
              "too-large: the branch brings %s bytes, and %d are the most that is collected (drover.kubernetes.collect-bytes); the work is on the run's volume"
                  .formatted(words, mostBytes));
      case "changed" -> RunEnded.failed("failed", "workspace-changed: " + words);
      case "broken" ->
          RunEnded.failed(
              "failed", "broken-commit: git refuses what the agent committed: " + words);
      default -> incomplete("it begins with " + told);
    };
  }

  private static RunEnded incomplete(String how) {
    return RunEnded.failed(
        "failed", "not-collected: the branch did not arrive whole through the pod's log: " + how);
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw incomplete("it is no base64");
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
