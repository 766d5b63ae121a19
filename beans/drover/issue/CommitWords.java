package drover.issue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The message of the commit that leaves: a subject in the agent's words, the factory's trailers.
 */
final class CommitWords {
  private static final int LONGEST_SUBJECT = 72;
  private static final int MOST_PARTS = 30;
  private static final Pattern SUBJECT =
      Pattern.compile("^[\\s>*_`#-]{0,9}Subject[*_`]{0,3}:[*_` ]{0,5}(\\S.*)$", Pattern.MULTILINE);

  /** What a CI or GitHub would take for an order: marks in brackets or stars, numbers of issues. */
  private static final Pattern ORDER =
      Pattern.compile("\\[[^\\]]*\\]?|\\*{2,}[^*]*\\*{0,3}|(?<!\\w)@(?=\\w)|--skip-\\S+");

  private static final Pattern CLOSING =
      Pattern.compile(
          "\\b(close[sd]?|fix(e[sd])?|resolve[sd]?)\\b:?\\s+(?=(\\S+/\\S+)?#\\d)",
          Pattern.CASE_INSENSITIVE);

  private CommitWords() {}

  /**
   * The line that the agent's answer has for it, else what its first commit says, else the title of
   * the issue.
   */
  static String subject(String answer, List<String> commits, String title) {
    Matcher given = SUBJECT.matcher(answer);
    Optional<String> first = given.find() ? oneLine(given.group(1)) : Optional.empty();
    return first
        .or(() -> commits.stream().findFirst().flatMap(CommitWords::oneLine))
        .or(() -> oneLine(title))
        .orElse("Work on an issue");
  }

  /**
   * @param commits subjects of what the agent committed, oldest first
   * @param closes lines by which GitHub knows what is done
   * @param trailer the last line; git takes nothing for one that stands beside other text
   */
  static String message(String subject, List<String> commits, List<String> closes, String trailer) {
    StringBuilder message = new StringBuilder(subject).append("\n\n");
    List<String> parts =
        commits.stream()
            .flatMap(commit -> oneLine(commit).stream())
            .filter(part -> !part.equals(subject))
            .toList();
    parts.stream()
        .limit(MOST_PARTS)
        .forEach(part -> message.append("- ").append(part).append('\n'));
    if (!parts.isEmpty()) {
      message.append('\n');
    }
    closes.forEach(line -> message.append(line).append("\n\n"));
    return message.append(trailer).append('\n').toString();
  }

  /** Without what orders something; empty: nothing is left of it. */
  private static Optional<String> oneLine(String text) {
    String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
    line = CLOSING.matcher(ORDER.matcher(line).replaceAll("")).replaceAll("");
    line = line.replaceAll("\\s+", " ").replaceAll("[`*_\\s.]+$", "").strip();
    if (line.length() > LONGEST_SUBJECT) {
      int end = line.lastIndexOf(' ', LONGEST_SUBJECT - 1);
      line = line.substring(0, end > LONGEST_SUBJECT / 2 ? end : LONGEST_SUBJECT - 1) + "…";
    }
    return Optional.of(line).filter(left -> !left.isBlank());
  }
}
