package drover.github.review;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Result of the step {@code look}: a pull request as it was when it was looked at.
 *
 * @param name {@code owner/repo#12}, as it was asked for
 * @param url of its page, as the run knows it that made it
 * @param repository URL to clone it from
 * @param run that made it
 * @param standing open, closed (without a merge) or merged
 * @param by who closed or merged it; empty: nobody says, or it is open
 * @param at when it was closed or merged
 * @param comments of people who may write, that no run was told yet, oldest first
 * @param leftOut how many others there are, by who wrote them
 */
public record PullRequestSeen(
    String name,
    String url,
    String repository,
    int number,
    String run,
    String standing,
    String by,
    Optional<Instant> at,
    List<ReviewComment> comments,
    Map<String, Integer> leftOut)
    implements StepResult {

  static final String OPEN = "open";
  static final String MERGED = "merged";
  static final String CLOSED = "closed";

  public PullRequestSeen {
    comments = List.copyOf(comments);
  }

  /** For routes. */
  @JsonIgnore
  public boolean isOpen() {
    return standing.equals(OPEN);
  }

  /** For routes: a person has ended the matter. */
  @JsonIgnore
  public boolean isRejected() {
    return standing.equals(CLOSED);
  }

  @Override
  public String summary() {
    return isOpen()
        ? "%s is open, %s%s".formatted(name, counted(comments.size()), others())
        : "%s was %s%s%s"
            .formatted(
                name,
                standing.equals(MERGED) ? "merged" : "closed without a merge",
                by.isEmpty() ? "" : " by " + by,
                at.map(instant -> " at " + instant).orElse(""));
  }

  private static String counted(int comments) {
    return comments == 1 ? "1 new comment" : comments + " new comments";
  }

  /** For people: what is not handed on, and why. */
  String others() {
    return leftOut.isEmpty()
        ? ""
        : leftOut.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(one -> "%d by %s".formatted(one.getValue(), one.getKey()))
            .collect(Collectors.joining(", ", "; left out: ", ""));
  }
}
