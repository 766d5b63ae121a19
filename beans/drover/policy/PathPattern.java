package drover.policy;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/**
 * A pattern of paths, or of names of branches: {@code *} and {@code ?} stay inside a folder, {@code
 * **} crosses folders; capitals and small letters count as the same.
 */
final class PathPattern {
  private final Pattern pattern;

  PathPattern(String glob) {
    this.pattern = Pattern.compile(regex(small(glob)), Pattern.DOTALL);
  }

  static List<PathPattern> all(List<String> globs) {
    return globs.stream().map(PathPattern::new).toList();
  }

  boolean matches(String path) {
    return pattern.matches(small(path));
  }

  /** RE2/J's own way never comes back from some Cyrillic letters. */
  private static String small(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < glob.length(); at++) {
      if (glob.substring(at).equals("/**")) {
        regex.append("(?:/.*)?"); // the folder itself may be a link
        at += 2;
      } else if (glob.startsWith("**/", at)) {
        regex.append("(?:.*/)?");
        at += 2;
      } else if (glob.startsWith("**", at)) {
        regex.append(".*");
        at++;
      } else {
        regex.append(
            switch (glob.charAt(at)) {
              case '*' -> "[^/]*";
              case '?' -> "[^/]";
              default -> Pattern.quote(glob.substring(at, at + 1));
            });
      }
    }
    return regex.toString();
  }
}
