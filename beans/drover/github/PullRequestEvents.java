package drover.github;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.WireJson;
import drover.task.TaskRequest;
import drover.trigger.Outcome;
import drover.trigger.Words;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said of pull requests that runs made, and who ends them: a reason to look. What counts is
 * what GitHub shows then. All events of one review are one request.
 */
public final class PullRequestEvents {
  /** Tells pull requests that runs made from those of people. */
  public interface MadeHere {
    /**
     * @param url of its page
     */
    boolean isOurs(String url);
  }

  private static final String JOB = "pr-fix";
  private static final String OWN_MARKER = "<!-- drover:";
  private static final Pattern PAGE =
      Pattern.compile(
          "(?<url>https?://[^/]+/(?<repository>[^/]+/[^/]+))/pull/(?<number>[1-9]\\d*)");

  private final MadeHere known;

  public PullRequestEvents(MadeHere known) {
    this.known = known;
  }

  static boolean knows(String event) {
    return event.equals("pull_request_review.submitted")
        || event.equals("pull_request_review_comment.created")
        || event.equals("pull_request.closed");
  }

  /** For an event that it {@link #knows}, of a repository that is allowed. */
  Outcome read(String event, JsonNode payload, EventRepository repository) {
    JsonNode number = payload.path("pull_request").path("number");
    if (!number.canConvertToInt() || number.intValue() < 1) {
      return ignored(event, "it names no pull request");
    }
    String name = repository.name() + "#" + number.intValue();
    String url = repository.url().replaceAll("\\.git$", "") + "/pull/" + number.intValue();
    if (!known.isOurs(url)) {
      return ignored(event, "no run made " + name);
    }
    return isClosed(event)
        ? start("closed:" + name + ":" + closedAt(payload), name, payload, repository)
        : said(event, name, payload, repository);
  }

  /**
   * A comment that was heard of without an event.
   *
   * @param url of the pull request's page
   * @param id of the comment
   * @param author login of who wrote it
   */
  public Outcome heard(String url, long id, String author, String text) {
    Matcher page = PAGE.matcher(url);
    if (!page.matches() || !known.isOurs(url)) {
      return new Outcome.Ignored("a comment starts nothing: no run made " + url);
    }
    if (text.contains(OWN_MARKER)) {
      return new Outcome.Ignored("a comment starts nothing: no person said it");
    }
    String name = page.group("repository") + "#" + page.group("number");
    return new Outcome.Starts(
        TaskRequest.heard("github", "comment:" + name + ":" + id, author, JOB)
            .saying(Optional.empty(), Map.of("pull-request", name))
            .about(Optional.of(page.group("url") + ".git"), Optional.empty()));
  }

  private static Outcome said(
      String event, String name, JsonNode payload, EventRepository repository) {
    JsonNode said = payload.path(event.endsWith(".submitted") ? "review" : "comment");
    String text = WireJson.text(said, "body").orElse("");
    if (WireJson.text(payload.path("sender"), "type").filter("Bot"::equals).isPresent()
        || text.contains(OWN_MARKER)) {
      return ignored(event, "no person said it");
    }
    if (text.isBlank() && WireJson.text(said, "state").filter("approved"::equals).isPresent()) {
      return ignored(event, "it approves and asks for nothing");
    }
    JsonNode review = event.endsWith(".submitted") ? said.path("id") : review(said);
    if (!review.canConvertToLong()) {
      return ignored(event, "it does not say which review it is");
    }
    return start("review:" + name + ":" + review.longValue(), name, payload, repository);
  }

  /** A comment that belongs to no review is one by itself. */
  private static JsonNode review(JsonNode comment) {
    JsonNode review = comment.path("pull_request_review_id");
    return review.canConvertToLong() ? review : comment.path("id");
  }

  private static boolean isClosed(String event) {
    return event.endsWith(".closed");
  }

  private static String closedAt(JsonNode payload) {
    return Words.in(payload.path("pull_request"), "closed_at").orElse("");
  }

  private static Outcome start(
      String key, String name, JsonNode payload, EventRepository repository) {
    String sender = Words.in(payload.path("sender"), "login").orElse("GitHub");
    return new Outcome.Starts(
        TaskRequest.heard("github", key, sender, JOB)
            .saying(Optional.empty(), Map.of("pull-request", name))
            .about(Optional.of(repository.url()), Optional.empty()));
  }

  private static Outcome ignored(String event, String why) {
    return new Outcome.Ignored(event + " starts nothing: " + why);
  }
}
