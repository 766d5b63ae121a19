package drover.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which paths a task may touch: patterns in which {@code {name}} is a parameter of the task. */
final class Scope {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z0-9-]*)}");

  /** One folder or file, and nothing that would mean more in a pattern. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private Scope() {}

  /** A place for which the task has no fit value stays as it is, and matches nothing. */
  static List<String> of(List<String> patterns, Map<String, String> params) {
    return patterns.stream().map(pattern -> filled(pattern, params)).toList();
  }

  private static String filled(String pattern, Map<String, String> params) {
    return PLACE
        .matcher(pattern)
        .replaceAll(
            place -> {
              String value = params.getOrDefault(place.group(1), "");
              return Matcher.quoteReplacement(
                  NAME.matcher(value).matches() ? value : place.group());
            });
  }
}
