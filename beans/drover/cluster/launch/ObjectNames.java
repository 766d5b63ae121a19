package drover.cluster.launch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names of objects. Kubernetes makes labels of some of them (of a Job on its pods), and a label has
 * at most 63 characters; so none is longer.
 */
public final class ObjectNames {
  static final int LONGEST = 63;
  private static final int DIGEST = 6;

  private ObjectNames() {}

  /** {@code <task>-<seconds>-<suffix>}, shortened in the task where it would be too long. */
  static String of(String task, long seconds, String suffix) {
    String end = "-" + seconds + "-" + suffix;
    return part(task, LONGEST - end.length()) + end;
  }

  /**
   * A text as part of a name: small letters, digits and dashes; what is too long ends in a digest,
   * so that two of them stay two.
   */
  public static String part(String text, int longest) {
    String plain =
        text.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "")
            .transform(name -> name.isEmpty() ? "task" : name);
    if (plain.length() <= longest) {
      return plain;
    }
    String kept = plain.substring(0, longest - DIGEST - 1).replaceAll("-+$", "");
    return kept + "-" + digest(text).substring(0, DIGEST);
  }

  /** A text as the value of a label: at most 63 characters, letters or digits at both ends. */
  static String label(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
    String cut =
        plain.length() <= LONGEST
            ? plain
            : plain.substring(0, LONGEST - DIGEST - 1) + "-" + digest(text).substring(0, DIGEST);
    return cut.replaceAll("[^A-Za-z0-9]+$", "");
  }

  /** SHA-256 as hex. */
  static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
