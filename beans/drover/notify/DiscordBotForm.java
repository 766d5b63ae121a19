package drover.notify;

import drover.json.Json;
import drover.notify.News.Fact;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Variable;

/** Messages as a bot writes them into a channel of Discord, in a log's short form. */
public final class DiscordBotForm {
  /** The schema says 4,000, Discord takes 2,000. */
  private static final int LONGEST_CONTENT = 2000;

  private static final int LONGEST_PART = 100;
  private static final int SUPPRESS_EMBEDS = 4;

  private final Channels channels;

  public DiscordBotForm(Channels channels) {
    this.channels = channels;
  }

  public String address(@Variable("channel") Channel channel) {
    return "%s/channels/%s/messages".formatted(channel.url(), channel.to());
  }

  public String authorization(@Variable("channel") Channel channel) {
    return "Bot " + channels.secret(channel);
  }

  /** With a nonce that Discord holds it to: within minutes the same message is there once. */
  public String body(@Variable("letter") Letter letter) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("content", content(letter));
    body.put("flags", SUPPRESS_EMBEDS);
    body.put("allowed_mentions", Map.of("parse", List.of()));
    body.put("nonce", nonce(letter));
    body.put("enforce_nonce", true);
    return Json.write(body);
  }

  /** At most 25 characters, by Discord's schema. */
  private static String nonce(Letter letter) {
    String key = letter.channel().name() + " " + letter.delivery().notice().id();
    return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "")
        .substring(0, 25);
  }

  private static String content(Letter letter) {
    News news = letter.news();
    String text =
        switch (news.event()) {
          case STARTED ->
              head("\u25b6", news)
                  + branch(news)
                  + " | job="
                  + DiscordText.code(news.label(), LONGEST_PART)
                  + news.fact(Fact.PROMPT).map(prompt -> "\n> " + part(prompt)).orElse("");
          case COMPLETED -> head("\u2713", news) + " | **completed**" + pull(letter) + branch(news);
          case FAILED, FROZEN, BLOCKED ->
              head("\u2717", news)
                  + " | **%s**".formatted(news.event().word())
                  + news.fact(Fact.STAGE).map(stage -> "\nStage: " + part(stage)).orElse("")
                  + "\nError: "
                  + DiscordText.escaped(String.join(" ", said(letter)), 600)
                  + news.fact(Fact.BRANCH)
                      .map(name -> "\nBranch preserved: " + DiscordText.code(name, LONGEST_PART))
                      .orElse("");
          case TOOL ->
              "\ud83d\udd27 %s | **%s** | %s"
                  .formatted(
                      DiscordText.code(news.run(), LONGEST_PART),
                      DiscordText.escaped(news.fact(Fact.TOOL).orElse("tool"), LONGEST_PART),
                      DiscordText.escaped(
                          Plain.line(letter.message().lines().getFirst(), 100), 220));
          default ->
              head("\u2022", news)
                  + " | **%s**\n".formatted(DiscordText.escaped(letter.message().title(), 300))
                  + DiscordText.escaped(String.join("\n", letter.message().lines()), 1200);
        };
    String mark = news.rehearsal() ? "[rehearsal] " : "";
    return Plain.cut(mark + text, LONGEST_CONTENT);
  }

  private static List<String> said(Letter letter) {
    return List.of(
        Plain.line(
            letter.message().lines().stream()
                .filter(line -> line.startsWith("error: "))
                .map(line -> line.substring("error: ".length()))
                .findFirst()
                .orElseGet(() -> Plain.line(letter.news().text(), 300)),
            300));
  }

  private static String head(String mark, News news) {
    return "%s %s | agent=**%s**"
        .formatted(
            mark,
            DiscordText.code(news.run().isEmpty() ? "drover" : news.run(), LONGEST_PART),
            DiscordText.escaped(Plain.line(news.agent(), LONGEST_PART), 200));
  }

  private static String branch(News news) {
    return news.fact(Fact.BRANCH)
        .map(name -> " | branch=" + DiscordText.code(name, LONGEST_PART))
        .orElse("");
  }

  private static String pull(Letter letter) {
    return Optional.of(letter.message())
        .flatMap(Message::link)
        .map(link -> " | PR: <" + link.url() + ">")
        .orElse("");
  }

  private static String part(String text) {
    String line = Plain.line(text, LONGEST_PART + 1);
    return DiscordText.escaped(line, 2 * LONGEST_PART);
  }
}
