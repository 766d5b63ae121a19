package drover.cli;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.EventRecord;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Collectors;

/** One line of text for an event. */
final class EventLines {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Style style;
  private final int columns;

  EventLines(Style style, int columns) {
    this.style = style;
    this.columns = columns;
  }

  /** What a failed check printed last. */
  private String lastLines(JsonNode check) {
    return check
        .path("tail")
        .asText()
        .lines()
        .map(line -> "\n" + " ".repeat(11) + style.bad("| ") + Style.oneLine(line, columns - 14))
        .collect(Collectors.joining());
  }

  private String step(JsonNode details, String text) {
    if (!details.path("state").asText().equals("finished")) {
      return style.faint("▸ " + text);
    }
    String mark = details.path("pleases").asBoolean(true) ? style.good("✔") : style.attention("✘");
    return mark + " " + style.strong(text);
  }

  /** Empty for what nobody wants to read: a step's beginning is told by what happens in it. */
  Optional<String> of(EventRecord event) {
    JsonNode details = Json.tree(event.json());
    String text = Style.oneLine(details.path("text").asText(), Math.max(20, columns - 16));
    String time = style.faint(TIME.format(LocalTime.ofInstant(event.at(), ZoneId.systemDefault())));
    return switch (event.type()) {
      case STEP -> Optional.of(time + " " + step(details, text));
      case ACTIVITY, TOOL -> Optional.of(time + "   " + style.faint("· " + text));
      case TEXT -> Optional.of(time + "   " + style.faint("“" + text + "”"));
      case NOTICE, LIMIT -> Optional.of(time + " " + style.attention("! " + text));
      case VERIFY -> Optional.of(time + "   " + text + lastLines(details.path("check")));
      case REVIEW, EFFECT -> Optional.of(time + "   " + text);
      case SPEND -> Optional.of(time + "   " + style.faint(text));
      case STATE -> Optional.of(time + " " + style.faint("= " + text));
    };
  }
}
