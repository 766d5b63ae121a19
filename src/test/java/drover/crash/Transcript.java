package drover.crash;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The output of one invocation as it is on the disk, read without any code of the product. */
record Transcript(List<JsonNode> lines) {

  static Transcript of(Path file) {
    List<JsonNode> lines = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        try {
          lines.add(Json.tree(line));
        } catch (IllegalArgumentException e) {
          continue; // the agent was killed while it wrote this one
        }
      }
      return new Transcript(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** USD: what the result says, or the price of every message that there is a trace of. */
  double cost() {
    return lines.stream()
        .filter(line -> line.path("type").asText().equals("result"))
        .mapToDouble(line -> line.path("total_cost_usd").asDouble())
        .reduce((first, last) -> last)
        .orElseGet(this::costOfMessages);
  }

  private double costOfMessages() {
    Map<String, long[]> tokens = new HashMap<>();
    for (JsonNode line : lines) {
      JsonNode event = line.path("event");
      note(tokens, line.path("message").path("id").asText(), line.path("message").path("usage"));
      note(tokens, line.path("api_message_id").asText(), event.path("message").path("usage"));
      note(tokens, line.path("api_message_id").asText(), event.path("usage"));
    }
    return tokens.values().stream().mapToDouble(t -> Grounds.Prices.estimate(t[0], t[1])).sum();
  }

  private static void note(Map<String, long[]> tokens, String message, JsonNode usage) {
    if (message.isEmpty() || usage.isMissingNode()) {
      return;
    }
    long[] most = tokens.computeIfAbsent(message, any -> new long[2]);
    most[0] = Math.max(most[0], usage.path("input_tokens").asLong());
    most[1] = Math.max(most[1], usage.path("output_tokens").asLong());
  }
}
