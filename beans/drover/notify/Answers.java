package drover.notify;

import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.json.Json;
import drover.machine.Clock;
import drover.run.Causes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/** What services answer over HTTP, put into words. */
public final class Answers {
  private static final int MOST_BYTES = 4096;
  private static final int LONGEST_SAYING = 200;
  private static final String STATUS = "CamelHttpResponseCode";

  private final Clock clock;

  public Answers(Clock clock) {
    this.clock = clock;
  }

  /** It has taken the message. */
  public Receipt taken(@Header(STATUS) int status, @Body InputStream body) {
    String said = read(body);
    return new Receipt("", said.isEmpty() ? "HTTP " + status : "HTTP " + status + ": " + said);
  }

  /**
   * It does not want to be asked now.
   *
   * @param retryAfter seconds, or a date; Discord tells it in the body as well
   * @throws Unavailable always
   */
  public void later(
      @Variable("channel") Channel channel,
      @Header(STATUS) int status,
      @Header("Retry-After") @Nullable String retryAfter,
      @Body InputStream body) {
    String said = read(body);
    String why = sentence(status, said);
    Optional<Duration> asked =
        Optional.ofNullable(retryAfter).flatMap(this::duration).or(() -> inBody(said));
    throw asked
        .map(wait -> Unavailable.until(channel.name(), why, wait))
        .orElseGet(() -> Unavailable.now(channel.name(), why));
  }

  /**
   * The way to it is wrong: no message would arrive until somebody has mended that.
   *
   * @throws Unavailable always
   */
  public void misdirected(
      @Variable("channel") Channel channel, @Header(STATUS) int status, @Body InputStream body) {
    throw Unavailable.now(
        channel.name(),
        "%s; check %s"
            .formatted(
                sentence(status, read(body)),
                channel
                    .secret()
                    .map(name -> name + " and drover.notifications.channels." + channel.name())
                    .orElse("drover.notifications.channels." + channel.name())));
  }

  /**
   * It does not take this message.
   *
   * @throws Refused always
   */
  public void refused(@Header(STATUS) int status, @Body InputStream body) {
    throw new Refused(sentence(status, read(body)));
  }

  /**
   * Nothing was sent: there is nobody at the other end.
   *
   * @throws Unavailable always
   */
  public void unreached(Channel channel, Exception failure) {
    throw Unavailable.now(
        channel.name(), "it cannot be reached: " + Causes.innermost(failure).getMessage());
  }

  /** It stands in the log. */
  public Receipt written() {
    return new Receipt("", "written");
  }

  /**
   * There is no route for such a channel.
   *
   * @throws Unavailable always
   */
  public void noSuchKind(@Variable("channel") Channel channel) {
    throw Unavailable.now(
        channel.name(),
        "no route takes messages to a channel of kind %s: see drover.notifications.channels.%s.kind"
            .formatted(channel.kind(), channel.name()));
  }

  private static String sentence(int status, String said) {
    return "it answered %d%s"
        .formatted(status, said.isEmpty() ? "" : ": " + Plain.line(said, LONGEST_SAYING));
  }

  private static String read(InputStream body) {
    try (body) {
      return new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("its answer broke off", e);
    }
  }

  Optional<Duration> duration(String retryAfter) {
    try {
      return Optional.of(Duration.ofMillis((long) (Double.parseDouble(retryAfter.strip()) * 1000)))
          .filter(wait -> !wait.isNegative());
    } catch (NumberFormatException e) {
      return date(retryAfter);
    }
  }

  private Optional<Duration> date(String text) {
    try {
      Instant at =
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(clock.now(), at)).filter(wait -> !wait.isNegative());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** {@code retry_after}, seconds with a fraction (Discord). */
  private Optional<Duration> inBody(String body) {
    try {
      return body.startsWith("{")
          ? Optional.of(Json.tree(body).path("retry_after"))
              .filter(com.fasterxml.jackson.databind.JsonNode::isNumber)
              .flatMap(seconds -> duration(seconds.asText()))
          : Optional.empty();
    } catch (IllegalArgumentException e) { // an answer that is cut off says nothing
      return Optional.empty();
    }
  }
}
