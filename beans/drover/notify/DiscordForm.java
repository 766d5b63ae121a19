package drover.notify;

import drover.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;

/**
 * Messages as a webhook of Discord takes them: one embed, of which no more than 6,000 characters
 * may be shown, and nobody is mentioned.
 */
public final class DiscordForm {
  private static final int LONGEST_TITLE = 256;
  private static final int LONGEST_DESCRIPTION = 4096;

  private final Channels channels;

  public DiscordForm(Channels channels) {
    this.channels = channels;
  }

  /**
   * Where it goes; with {@code wait=true}, so that Discord says whether it has it.
   *
   * @throws drover.effect.Unavailable when the secret is no address
   */
  public String address(@Variable("channel") Channel channel) {
    String webhook = WebAddress.of(channel, channels.secret(channel));
    return webhook + (webhook.contains("?") ? "&" : "?") + "wait=true";
  }

  /** What is written there. */
  public String body(@Variable("letter") Letter letter) {
    Message message = letter.message();
    Map<String, Object> embed = new LinkedHashMap<>();
    embed.put("title", DiscordText.escaped(message.title(), LONGEST_TITLE));
    embed.put(
        "description",
        DiscordText.escaped(String.join("\n", Doubt.lines(letter)), LONGEST_DESCRIPTION));
    embed.put("color", colour(letter.news().event()));
    embed.put("timestamp", letter.news().at().toString());
    message.link().ifPresent(link -> embed.put("url", link.url()));
    return Json.write(
        Map.of(
            "username", "Drover",
            "embeds", List.of(embed),
            "allowed_mentions", Map.of("parse", List.of())));
  }

  private static int colour(NewsEvent event) {
    return switch (event) {
      case COMPLETED -> 0x57f287;
      case FAILED, FROZEN -> 0xed4245;
      case BLOCKED, QUESTION, STUCK, WAITING -> 0xfee75c;
      default -> 0x5865f2;
    };
  }
}
