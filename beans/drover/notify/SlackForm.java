package drover.notify;

import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.run.Causes;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Variable;

/**
 * Messages as an incoming webhook of Slack takes them: one text in its mrkdwn, in which {@code &},
 * {@code <} and {@code >} are escaped, so that nobody is mentioned.
 */
public final class SlackForm {
  /** Slack cuts a text after 40,000 characters, and advises 4,000; escaped, one becomes five. */
  private static final int LONGEST_TEXT = 3000;

  /** What camel-slack 4.18 says of an answer other than 2xx. */
  private static final Pattern ANSWER = Pattern.compile("WebhookResponse\\(code=(\\d{3})");

  private static final Pattern RETRY_AFTER = Pattern.compile("(?i)retry-after=\\[?(\\d{1,6})");
  private static final Pattern BODY = Pattern.compile("body=([^)]{0,200})");

  private final Channels channels;

  public SlackForm(Channels channels) {
    this.channels = channels;
  }

  /**
   * The address of the webhook.
   *
   * @throws Unavailable when the secret is no address
   */
  public String webhook(@Variable("channel") Channel channel) {
    return WebAddress.of(channel, channels.secret(channel));
  }

  /** The name of a channel of Slack, which camel-slack sends along. */
  public String place(@Variable("channel") Channel channel) {
    return channel.to().isEmpty() ? "drover" : channel.to().replaceFirst("^#", "");
  }

  /** What is written there. */
  public String text(@Variable("letter") Letter letter) {
    Message message = letter.message();
    StringBuilder text = new StringBuilder("*" + escaped(message.title()) + "*");
    int left = LONGEST_TEXT - message.title().length();
    for (String line : Doubt.lines(letter)) {
      if (left > 0) {
        text.append('\n').append(escaped(Plain.cut(line, Math.max(left, 2))));
        left -= line.length();
      }
    }
    message
        .link()
        .ifPresent(
            link -> text.append("\n<%s|%s>".formatted(escaped(link.url()), escaped(link.text()))));
    return text.toString();
  }

  public Receipt taken() {
    return new Receipt("", "ok");
  }

  /**
   * What the failure of camel-slack means; the status stands in its text and nowhere else.
   *
   * @throws Unavailable when another try is worth while
   * @throws Refused when it is not
   */
  public void failed(@Variable("channel") Channel channel, Exception failure) {
    String text = String.valueOf(Causes.innermost(failure).getMessage());
    Matcher answer = ANSWER.matcher(text);
    if (!answer.find()) {
      throw Unavailable.now(channel.name(), "it cannot be reached: " + text);
    }
    String status = answer.group(1);
    String said = "it answered " + status + found(BODY, text).map(body -> ": " + body).orElse("");
    if (status.equals("429") || status.startsWith("5")) {
      throw found(RETRY_AFTER, text)
          .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
          .map(wait -> Unavailable.until(channel.name(), said, wait))
          .orElseGet(() -> Unavailable.now(channel.name(), said));
    }
    if (status.equals("400") || status.equals("413")) {
      throw new Refused(said);
    }
    throw Unavailable.now(
        channel.name(), said + "; check " + channel.secret().orElse("its address"));
  }

  private static Optional<String> found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find()
        ? Optional.of(matcher.group(1).strip()).filter(part -> !part.isEmpty())
        : Optional.empty();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
