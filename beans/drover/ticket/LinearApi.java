package drover.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import drover.config.ConfigurationException;
import drover.config.LinearSettings;
import drover.config.Secrets;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.json.Json;
import drover.machine.Clock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Linear's GraphQL API: one POST a question. A personal key is sent as it is, an OAuth token as
 * {@code Bearer}; both come from {@value #KEY}, read anew each time, so that a mounted one can be
 * renewed.
 */
public final class LinearApi {
  /** The variable that holds the key. */
  public static final String KEY = "LINEAR_API_KEY";

  private static final String OAUTH_PREFIX = "lin_oauth_";
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final URI url;
  private final Secrets secrets;
  private final Clock clock;

  public LinearApi(LinearSettings settings, Secrets secrets, Clock clock) {
    this.url = URI.create(settings.apiUrl());
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Whether there is a key at all. */
  boolean hasKey() {
    return secrets.find(KEY).isPresent();
  }

  /**
   * The {@code data} of the answer.
   *
   * @throws Unavailable when another try is worth while
   * @throws Refused when it is not
   * @throws NotThere when there is no such thing
   */
  JsonNode ask(String question, Map<String, ?> variables) {
    return send(request(Json.write(Map.of("query", question, "variables", variables)))).data();
  }

  private HttpRequest request(String body) {
    try {
      return HttpRequest.newBuilder(url)
          .header("Authorization", authorization())
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body))
          .build();
    } catch (IllegalArgumentException e) { // its message would hold the key
      throw new Refused(KEY + " holds characters that no key has: set it anew");
    }
  }

  private String authorization() {
    try {
      String key =
          secrets
              .find(KEY)
              .orElseThrow(
                  () ->
                      new Refused(
                          KEY
                              + " is not set: make a key in Linear under Settings, Security & access, and set it, or "
                              + KEY
                              + "_FILE to a file that holds it"));
      return key.startsWith(OAUTH_PREFIX) ? "Bearer " + key : key;
    } catch (ConfigurationException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  private LinearAnswer send(HttpRequest request) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    try { // a time limit of the request itself would not hold for the body of the answer
      HttpResponse<byte[]> response =
          client
              .sendAsync(request, info -> new BoundedBody(MOST_BYTES))
              .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      return new LinearAnswer(
          response.statusCode(), response.headers(), response.body(), clock.now());
    } catch (ExecutionException e) {
      throw unanswered("it cannot be asked at %s: %s".formatted(url, reason(e)));
    } catch (TimeoutException e) {
      throw unanswered("it did not answer within " + ANSWER.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered("its answer was not waited for");
    } finally {
      client.shutdownNow();
    }
  }

  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static Unavailable unanswered(String why) {
    return Unavailable.now("Linear", why);
  }
}
