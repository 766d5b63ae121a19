package drover.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ticket of rehearsals without an account: composed, in the form in which Linear answers. */
final class SampleTicket {
  private final Path file;

  SampleTicket(Path file) {
    this.file = file;
  }

  /**
   * The sample under the identifier that was asked for; its sub-issues have the numbers after it.
   */
  JsonNode named(String identifier) {
    int dash = identifier.lastIndexOf('-');
    String team = identifier.substring(0, dash);
    long number = Long.parseLong(identifier.substring(dash + 1));
    try {
      String text = Files.readString(file);
      for (int i = 0; i < 3; i++) {
        text = text.replace("SAMPLE-" + i, team + "-" + (number + i));
      }
      return Json.tree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("the sample ticket cannot be read: " + file, e);
    }
  }

  static List<JsonNode> nodes(JsonNode list) {
    List<JsonNode> nodes = new ArrayList<>();
    list.path("nodes").forEach(nodes::add);
    return nodes;
  }
}
