package drover.policy;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a rule passes by although it matches.
 *
 * @param ruleIds rules that it is for; empty: all
 * @param condition whether one of its lists has to fit, or each that is not empty
 * @param target which text the regular expressions are held against
 * @param stopwords words in small letters that the secret contains
 */
record Allowlist(
    List<String> ruleIds,
    Condition condition,
    List<String> commits,
    List<Pattern> paths,
    Target target,
    List<Pattern> regexes,
    List<String> stopwords) {

  enum Condition {
    OR,
    AND
  }

  enum Target {
    SECRET,
    MATCH,
    LINE
  }

  /**
   * What a rule found.
   *
   * @param match all that the regular expression matched
   * @param line the lines that it stands in
   */
  record Found(Fragment fragment, String secret, String match, String line) {}

  boolean isFor(String ruleId) {
    return ruleIds.isEmpty() || ruleIds.contains(ruleId);
  }

  boolean allows(Found found) {
    List<Boolean> answers = new ArrayList<>();
    if (!commits.isEmpty()) {
      answers.add(commits.contains(found.fragment().commit()));
    }
    if (!paths.isEmpty()) {
      answers.add(anyFinds(paths, found.fragment().path()));
    }
    if (!regexes.isEmpty()) {
      answers.add(anyFinds(regexes, targetOf(found)));
    }
    if (!stopwords.isEmpty()) {
      String secret = found.secret().toLowerCase(Locale.ROOT);
      answers.add(stopwords.stream().anyMatch(secret::contains));
    }
    return condition == Condition.AND
        ? !answers.isEmpty() && !answers.contains(false)
        : answers.contains(true);
  }

  private String targetOf(Found found) {
    return switch (target) {
      case SECRET -> found.secret();
      case MATCH -> found.match();
      case LINE -> found.line();
    };
  }

  private static boolean anyFinds(List<Pattern> patterns, String text) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
  }
}
