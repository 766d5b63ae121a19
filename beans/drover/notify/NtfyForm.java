package drover.notify;

import drover.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;

/** Messages as ntfy takes them: JSON for the root of its address, so that any title can be sent. */
public final class NtfyForm {
  /** A longer one becomes an attachment. */
  private static final int MOST_BYTES = 4096;

  private final Channels channels;

  public NtfyForm(Channels channels) {
    this.channels = channels;
  }

  public String address(@Variable("channel") Channel channel) {
    return channel.url() + "/";
  }

  /** A token, or a user and a password with a colon between; empty: the topic is open. */
  public String authorization(@Variable("channel") Channel channel) {
    String secret = channels.secret(channel);
    if (secret.isEmpty()) {
      return "";
    }
    return secret.contains(":")
        ? "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))
        : "Bearer " + secret;
  }

  public String body(@Variable("letter") Letter letter) {
    Message message = letter.message();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("topic", letter.channel().to());
    body.put("title", message.title());
    body.put("message", bounded(String.join("\n", Doubt.lines(letter))));
    body.put("priority", priority(letter.news().event()));
    body.put("tags", List.of(tag(letter.news().event())));
    message
        .link()
        .ifPresent(
            link -> {
              body.put("click", link.url());
              body.put(
                  "actions",
                  List.of(
                      Map.of("action", "view", "label", "Open " + link.text(), "url", link.url())));
            });
    return Json.write(body);
  }

  /** 1 to 5. */
  private static int priority(NewsEvent event) {
    return switch (event) {
      case FROZEN -> 5;
      case FAILED, BLOCKED, QUESTION -> 4;
      case HEARTBEAT, TOOL, COMPLETED, DIGEST -> 2;
      default -> 3;
    };
  }

  /** Names of emoji, by ntfy's list. */
  private static String tag(NewsEvent event) {
    return switch (event) {
      case COMPLETED -> "white_check_mark";
      case FAILED -> "x";
      case FROZEN -> "rotating_light";
      case BLOCKED -> "raised_hand";
      case QUESTION -> "question";
      case STUCK, WAITING -> "hourglass";
      default -> "robot";
    };
  }

  private static String bounded(String text) {
    String cut = text;
    while (cut.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      cut = Plain.cut(cut, cut.length() * 9 / 10);
    }
    return cut;
  }
}
