package drover.http;

import drover.json.Json;
import java.util.Map;
import java.util.Optional;

/**
 * What a request gets back.
 *
 * @param contentType of the text
 * @param location where to look further; empty: nowhere
 * @param retryAfter seconds after which it is worth another try; empty: nobody said
 */
public record Answer(
    int status, String contentType, String text, String location, String retryAfter) {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  public static Answer json(int status, Object document) {
    return new Answer(status, JSON, Json.write(document), "", "");
  }

  /**
   * @param path of what the answer is about
   */
  public Answer at(String path) {
    return new Answer(status, contentType, text, path, retryAfter);
  }

  public static Answer problem(HttpProblem problem) {
    Optional<String> wait =
        problem.retryAfter().map(duration -> Long.toString(Math.max(1, duration.toSeconds())));
    return new Answer(
        problem.status(),
        PROBLEM,
        Json.write(
            Map.of(
                "title", problem.title(), "status", problem.status(), "detail", problem.detail())),
        "",
        wait.orElse(""));
  }
}
