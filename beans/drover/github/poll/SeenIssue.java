package drover.github.poll;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kohsuke.github.GHIssue;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHLabel;

/**
 * An issue as GitHub showed it.
 *
 * @param body as its author wrote it; empty: nothing
 */
public record SeenIssue(
    int number, String body, boolean isOpen, boolean isPullRequest, List<String> labels) {
  private static final Pattern PRIORITY = Pattern.compile("priority:\\s*(\\d{1,6})");

  /** Who goes first: the lower priority, none last; then the lower number. */
  static final Comparator<SeenIssue> ORDER =
      Comparator.comparingInt((SeenIssue issue) -> issue.priority().orElse(Integer.MAX_VALUE))
          .thenComparingInt(SeenIssue::number);

  static SeenIssue of(GHIssue issue) {
    return new SeenIssue(
        issue.getNumber(),
        Objects.requireNonNullElse(issue.getBody(), ""),
        issue.getState() == GHIssueState.OPEN,
        issue.isPullRequest(),
        issue.getLabels().stream().map(GHLabel::getName).toList());
  }

  /** GitHub does not tell upper case from lower case. */
  boolean carries(String label) {
    return labels.stream().anyMatch(label::equalsIgnoreCase);
  }

  /** The least of its labels {@code priority:<n>}; empty: it has none. */
  OptionalInt priority() {
    return labels.stream()
        .map(PRIORITY::matcher)
        .filter(Matcher::matches)
        .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
        .min();
  }

  /** For people. */
  String rank() {
    return priority().isPresent() ? "priority " + priority().getAsInt() : "no priority";
  }
}
