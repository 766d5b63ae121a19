package drover.github.access;

import com.fasterxml.jackson.databind.JsonNode;
import drover.effect.Unavailable;
import drover.json.Json;
import drover.json.MalformedJson;
import drover.json.WireJson;
import drover.machine.Clock;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells whether an answer of GitHub's API is one. A limit is answered by 403 or 429; how long to
 * wait says {@code retry-after} in seconds, else {@code x-ratelimit-reset} once nothing remains,
 * else it is a minute (GitHub Docs, "Rate limits for the REST API").
 */
final class ApiAnswers {
  static final String SERVICE = "GitHub";

  private static final Duration LEAST_WAIT = Duration.ofMinutes(1);
  private static final int LONGEST_SAID = 500;

  private final Clock clock;

  ApiAnswers(Clock clock) {
    this.clock = clock;
  }

  /**
   * @throws Unavailable when it does not serve now
   * @throws ApiRefusal when it refuses
   */
  void judge(String request, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status < 400) {
      requireJson(request, answer.body());
      return;
    }
    String said = said(answer.body());
    if (status >= 500 || status == 408) {
      throw Unavailable.now(SERVICE, "%s was answered %d".formatted(request, status));
    }
    if (status == 429 || status == 403 && isLimit(answer.headers(), said)) {
      throw Unavailable.until(
          SERVICE,
          "it limits how much is asked (%d): %s".formatted(status, said),
          wait(answer.headers()));
    }
    throw new ApiRefusal(status, said);
  }

  /** Not every answer is read afterwards; one that is cut short may stand for work not done. */
  private static void requireJson(String request, byte[] body) {
    try {
      if (body.length > 0) {
        Json.tree(new String(body, StandardCharsets.UTF_8));
      }
    } catch (IllegalArgumentException e) {
      throw Unavailable.now(SERVICE, request + " was answered with something that is no JSON");
    }
  }

  private static boolean isLimit(HttpHeaders headers, String said) {
    return headers.firstValue("retry-after").isPresent()
        || isUsedUp(headers)
        || said.toLowerCase(Locale.ROOT).contains("rate limit");
  }

  private static boolean isUsedUp(HttpHeaders headers) {
    return headers.firstValue("x-ratelimit-remaining").filter("0"::equals).isPresent();
  }

  private Duration wait(HttpHeaders headers) {
    OptionalLong seconds = number(headers, "retry-after");
    if (seconds.isPresent()) {
      return Duration.ofSeconds(seconds.getAsLong());
    }
    OptionalLong reset =
        isUsedUp(headers) ? number(headers, "x-ratelimit-reset") : OptionalLong.empty();
    Duration until =
        reset.isPresent()
            ? Duration.between(clock.now(), Instant.ofEpochSecond(reset.getAsLong()))
            : LEAST_WAIT;
    return until.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : until;
  }

  private static OptionalLong number(HttpHeaders headers, String name) {
    return headers
        .firstValue(name)
        .filter(value -> value.matches("[0-9]{1,10}"))
        .map(value -> OptionalLong.of(Long.parseLong(value)))
        .orElse(OptionalLong.empty());
  }

  /** {@code message}, and the message or code of each of the {@code errors}. */
  private static String said(byte[] body) {
    try {
      JsonNode problem = WireJson.foreign(body);
      List<String> parts = new ArrayList<>();
      WireJson.text(problem, "message").ifPresent(parts::add);
      for (JsonNode error : problem.path("errors")) {
        Optional.of(error)
            .filter(JsonNode::isTextual)
            .map(JsonNode::textValue)
            .or(() -> WireJson.text(error, "message"))
            .or(
                () ->
                    WireJson.text(error, "field")
                        .map(field -> field + " " + error.path("code").asText()))
            .ifPresent(parts::add);
      }
      String said = String.join(": ", parts).replaceAll("\\s+", " ");
      return said.length() > LONGEST_SAID ? said.substring(0, LONGEST_SAID) : said;
    } catch (MalformedJson e) {
      return "with no reason that can be read";
    }
  }
}
