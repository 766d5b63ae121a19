package drover.policy;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * A pattern of paths, or of names of branches: {@code *} and {@code ?} stay inside a folder, {@code
 * **} crosses folders; capitals and small letters count as the same.
 */
final class PathPattern {
  private final Pattern pattern;

  PathPattern(String glob) {
    this.pattern = Pattern.compile(regex(glob), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  static List<PathPattern> all(List<String> globs) {
    return globs.stream().map(PathPattern::new).toList();
  }

  boolean matches(String path) {
    return pattern.matches(path);
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < glob.length(); at++) {
      if (glob.startsWith("**/", at)) {
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
