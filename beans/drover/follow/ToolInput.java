package drover.follow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/** Says in one line what a tool was asked to do. */
final class ToolInput {

  private static final int LONGEST = 200;

  /** Fields that tell most about a call, the most telling first. */
  private static final List<String> TELLING =
      List.of(
          "command",
          "file_path",
          "path",
          "notebook_path",
          "url",
          "pattern",
          "query",
          "description",
          "skill",
          "prompt",
          "dir_path",
          "filePath",
          "name",
          "title");

  private ToolInput() {}

  /** Reads the object the parser stands on, to its end. */
  static String describe(JsonParser json) throws IOException {
    String best = "";
    int bestRank = TELLING.size();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        int rank = TELLING.indexOf(name);
        if (rank >= 0 && rank < bestRank) {
          bestRank = rank;
          best = json.getText();
        }
      } else {
        json.skipChildren();
      }
    }
    return oneLine(best);
  }

  /** First 200 characters with line breaks and other control characters as spaces. */
  static String oneLine(String text) {
    String line = text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    StringBuilder shown = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      shown.append(Character.isISOControl(c) ? ' ' : c);
    }
    return shown.toString().strip();
  }
}
