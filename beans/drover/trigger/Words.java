package drover.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.WireJson;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Short texts of an event that people will read: one line each, and nothing that moves a cursor.
 */
public final class Words {
  private static final int MOST = 100;
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Z}]+");

  private Words() {}

  /** Empty where the field is missing, blank, or no text. */
  public static Optional<String> in(JsonNode node, String field) {
    return WireJson.text(node, field).map(Words::shown).filter(text -> !text.isEmpty());
  }

  static String shown(String text) {
    String start = text.codePointCount(0, text.length()) > MOST ? start(text) + "..." : text;
    return UNSEEN.matcher(start).replaceAll(" ").strip();
  }

  private static String start(String text) {
    return text.substring(0, text.offsetByCodePoints(0, MOST));
  }
}
