package drover.deliver;

import java.util.Locale;

/** One line: the job, and the beginning of what it is about. */
final class PullRequestTitle {
  private static final int LONGEST_SUBJECT = 60;

  private PullRequestTitle() {}

  /** For instance {@code Publisher: } and 60 characters, with an ellipsis where there were more. */
  static String of(String job, String subject) {
    String line = subject.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    int end =
        line.offsetByCodePoints(
            0, Math.min(LONGEST_SUBJECT, line.codePointCount(0, line.length())));
    String start = end < line.length() ? line.substring(0, end) + "..." : line;
    return name(job) + ": " + (start.isEmpty() ? "finished work" : start);
  }

  /** {@code solve-linear-ticket} is Solve linear ticket. */
  private static String name(String job) {
    String words = job.replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
