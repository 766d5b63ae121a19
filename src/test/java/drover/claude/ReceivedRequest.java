package drover.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A request that reached the scripted API; header names are compared without case. */
public record ReceivedRequest(
    String method, String path, Map<String, String> headers, JsonNode body) {

  /** A text of the user, and how many answers of the assistant follow it. */
  public record Prompt(String text, int answersSince) {}

  public ReceivedRequest {
    Map<String, String> withoutCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    withoutCase.putAll(headers);
    headers = withoutCase;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The session that Claude Code, or opencode, names in a header of every request. */
  public String session() {
    return header("X-Claude-Code-Session-Id")
        .or(() -> header("x-session-id"))
        .orElse("without a session");
  }

  public String model() {
    return body.path("model").asText();
  }

  public boolean wantsStream() {
    return body.path("stream").asBoolean();
  }

  public List<String> toolNames() {
    return elements(body.path("tools")).stream().map(tool -> tool.path("name").asText()).toList();
  }

  public String systemPrompt() {
    return textsOf(body.path("system")).collect(Collectors.joining("\n"));
  }

  /** What the user said, oldest first, without the reminders that the CLI slips in. */
  public List<Prompt> prompts() {
    List<JsonNode> messages = elements(body.path("messages"));
    long answers = messages.stream().filter(ReceivedRequest::isAnswer).count();
    List<Prompt> prompts = new ArrayList<>();
    long seen = 0;
    for (JsonNode message : messages) {
      if (isAnswer(message)) {
        seen++;
        continue;
      }
      if (!message.path("role").asText().equals("user")) {
        continue;
      }
      int since = (int) (answers - seen);
      textsOf(message.path("content"))
          .filter(text -> !text.stripLeading().startsWith("<system-reminder>"))
          .forEach(text -> prompts.add(new Prompt(text, since)));
    }
    return prompts;
  }

  private static boolean isAnswer(JsonNode message) {
    return message.path("role").asText().equals("assistant");
  }

  private static Stream<String> textsOf(JsonNode content) {
    if (content.isTextual()) {
      return Stream.of(content.asText());
    }
    return elements(content).stream()
        .filter(block -> block.path("type").asText().equals("text"))
        .map(block -> block.path("text").asText());
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
