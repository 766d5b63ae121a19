package drover.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.json.MalformedJson;
import drover.json.WireJson;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One answer of Linear's API. A status of 200 may carry {@code errors}; their {@code
 * extensions.type} says what went wrong, by the words of {@code LinearErrorType} in
 * {@code @linear/sdk}.
 */
record LinearAnswer(int status, HttpHeaders headers, byte[] body, Instant receivedAt) {
  private static final String LINEAR = "Linear";
  private static final Set<String> PASSING =
      Set.of("internal error", "network error", "lock timeout", "bootstrap error", "other");
  private static final Set<String> NOT_LET_IN = Set.of("authentication error", "forbidden");

  /** Beyond it a number of milliseconds since 1970 is meant, not of seconds. */
  private static final long SECONDS_END = 100_000_000_000L;

  private static final int LONGEST_MESSAGE = 300;

  /**
   * What was asked for.
   *
   * @throws Unavailable when another try is worth while
   * @throws Refused when it is not
   * @throws NotThere when there is no such thing
   */
  JsonNode data() {
    JsonNode answer = parsed();
    JsonNode error = answer.path("errors").path(0);
    String type = error.path("extensions").path("type").asText().toLowerCase(Locale.ROOT);
    if (status == 429 || type.equals("ratelimited") || hasCode(error, "RATELIMITED")) {
      throw away("it takes no more requests for now");
    }
    if (status == 401 || status == 403 || NOT_LET_IN.contains(type)) {
      throw new Refused(
          "Linear does not accept the key in %s (%s): make one that may read and write issues under Settings, Security & access"
              .formatted(LinearApi.KEY, said(error)));
    }
    if (status >= 500 || PASSING.contains(type)) {
      throw away("it answers %d: %s".formatted(status, said(error)));
    }
    if (said(error).startsWith("Entity not found")) {
      throw new NotThere(said(error));
    }
    if (status >= 300 || !error.isMissingNode()) {
      throw new Refused("Linear answers %d: %s".formatted(status, said(error)));
    }
    if (!answer.path("data").isObject()) {
      throw away("its answer holds no data");
    }
    return answer.path("data");
  }

  private Unavailable away(String why) {
    return retryAfter()
        .map(wait -> Unavailable.until(LINEAR, why, wait))
        .orElseGet(() -> Unavailable.now(LINEAR, why));
  }

  private JsonNode parsed() {
    try {
      return WireJson.foreign(body);
    } catch (MalformedJson e) {
      if (status == 200) {
        throw away("its answer is not JSON");
      }
      return JsonNodeFactory.instance.objectNode(); // the status says enough
    }
  }

  private static boolean hasCode(JsonNode error, String code) {
    return error.path("extensions").path("code").asText().equals(code);
  }

  private static String said(JsonNode error) {
    String shown = error.path("extensions").path("userPresentableMessage").asText();
    String message = error.path("message").asText(shown).replaceAll("\\p{Cntrl}+", " ").strip();
    if (message.isEmpty()) {
      return "it does not say why";
    }
    return message.substring(0, Math.min(LONGEST_MESSAGE, message.length()));
  }

  /** {@code Retry-After} in seconds goes before the moments at which a quota begins anew. */
  private Optional<Duration> retryAfter() {
    return number("retry-after")
        .map(Duration::ofSeconds)
        .or(
            () ->
                Stream.of("x-ratelimit-requests", "x-ratelimit-complexity")
                    .filter(quota -> number(quota + "-remaining").orElse(0L) <= 0)
                    .flatMap(quota -> number(quota + "-reset").stream())
                    .map(this::until)
                    .max(Duration::compareTo))
        .filter(wait -> !wait.isNegative());
  }

  private Duration until(long reset) {
    Instant moment =
        reset < SECONDS_END ? Instant.ofEpochSecond(reset) : Instant.ofEpochMilli(reset);
    return Duration.between(receivedAt, moment);
  }

  private Optional<Long> number(String header) {
    return headers
        .firstValue(header)
        .map(String::strip)
        .filter(value -> value.matches("[0-9]{1,15}"))
        .map(Long::valueOf);
  }
}
