package drover.cli;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.ConfigurationException;
import drover.config.Secrets;
import drover.http.Bearer;
import drover.json.Json;
import drover.run.NotRunnable;
import drover.task.InvalidTask;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** The door of a server where tasks are handed in, seen from outside. */
final class TaskDesk {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,199}");

  private final String url;
  private final String token;

  private TaskDesk(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /** What the server says of a task that is durable: {@code docs/schemas/accepted.schema.json}. */
  record Receipt(String name, String message, String run, String state, int position) {}

  /**
   * @throws InvalidTask when the URL is none
   * @throws ConfigurationException when there is no token
   */
  static TaskDesk at(String url, Secrets secrets) {
    String token =
        secrets
            .find(Bearer.TOKEN)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "%s is not set: export the token of the server".formatted(Bearer.TOKEN)));
    return new TaskDesk(checked(url), token);
  }

  private static String checked(String url) {
    try {
      URI uri = URI.create(url);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean isPlain =
          uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
      if (isHttp && isPlain && uri.getHost() != null) {
        return url.replaceAll("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      throw noUrl();
    }
    throw noUrl();
  }

  private static InvalidTask noUrl() {
    return new InvalidTask(
        "--server is a URL such as http://localhost:8080, without user or query");
  }

  /**
   * @param key under which the same task can be handed in again
   * @throws NotRunnable when nobody is there, or the server takes nothing now
   * @throws InvalidTask when the server finds the task wrong
   * @throws ConfigurationException when it is not the server's token
   */
  Receipt handIn(String task, String key) {
    if (!KEY.matcher(key).matches()) {
      throw new InvalidTask("--idempotency-key needs 1 to 200 printable ASCII characters");
    }
    HttpResponse<String> response = send(task, key);
    JsonNode document = read(response);
    return switch (response.statusCode()) {
      case 200, 201 -> receipt(document);
      case 400 -> throw new InvalidTask(detail(document));
      case 401 ->
          throw new ConfigurationException(
              "the server at %s does not know this token: %s has to be the same here and there"
                  .formatted(url, Bearer.TOKEN));
      case 409 -> throw new NotRunnable(detail(document));
      case 429, 503 ->
          throw new NotRunnable(
              detail(document)
                  + response
                      .headers()
                      .firstValue("Retry-After")
                      .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                      .map(seconds -> " (try again in " + seconds + " s)")
                      .orElse(""));
      default ->
          throw new NotRunnable(
              "what is at %s answers %d, as no Drover does: name another with --server"
                  .formatted(url, response.statusCode()));
    };
  }

  private Receipt receipt(JsonNode document) {
    if (!document.path("run").isTextual() || !document.path("state").isTextual()) {
      throw new NotRunnable(
          "what is at %s is no Drover: name another with --server".formatted(url));
    }
    return Json.convert(document, Receipt.class);
  }

  private HttpResponse<String> send(String task, String key) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/webhook"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(task))
            .build();
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    try { // a time limit of the request itself would not hold for the body of the answer
      return client
          .sendAsync(request, BodyHandlers.ofString())
          .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ConnectException
              || e.getCause() instanceof HttpConnectTimeoutException
          ? noServer()
          : unanswered("broke off", key);
    } catch (TimeoutException e) {
      throw unanswered("did not answer within " + ANSWER.toSeconds() + " s", key);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered("was not waited for", key);
    } finally {
      client.shutdownNow();
    }
  }

  private NotRunnable noServer() {
    return new NotRunnable(
        "no server is at %s: start one with ./drover serve, or name another with --server"
            .formatted(url));
  }

  /** Whether the task is durable is not known; handing it in again is harmless. */
  private NotRunnable unanswered(String what, String key) {
    return new NotRunnable(
        "the server at %s %s: submit the same again with --idempotency-key %s"
            .formatted(url, what, key));
  }

  private static JsonNode read(HttpResponse<String> response) {
    try {
      return Json.tree(response.body().isBlank() ? "{}" : response.body());
    } catch (IllegalArgumentException e) {
      return Json.tree("{}"); // the status says enough
    }
  }

  private static String detail(JsonNode problem) {
    return Optional.of(problem.path("detail").asText())
        .filter(text -> !text.isBlank())
        .map(text -> Style.oneLine(text, 400))
        .orElse("the server refuses it without a reason");
  }
}
