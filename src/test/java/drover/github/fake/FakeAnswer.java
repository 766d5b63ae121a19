package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the fake's API answers. */
record FakeAnswer(int status, JsonNode body, Map<String, String> headers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static FakeAnswer of(int status, JsonNode body) {
    return new FakeAnswer(status, body, Map.of());
  }

  static FakeAnswer refusal(int status, String message) {
    ObjectNode problem =
        JSON.createObjectNode()
            .put("message", message)
            .put("documentation_url", "https://docs.github.com/rest")
            .put("status", "" + status);
    return of(status, problem);
  }

  /** 422 with one error. */
  static FakeAnswer invalid(String resource, String field, String code, String message) {
    ObjectNode problem =
        JSON.createObjectNode()
            .put("message", "Validation Failed")
            .put("documentation_url", "https://docs.github.com/rest");
    ObjectNode error = problem.putArray("errors").addObject();
    error.put("resource", resource).put("code", code);
    if (!field.isEmpty()) {
      error.put("field", field);
    }
    if (!message.isEmpty()) {
      error.put("message", message);
    }
    return of(422, problem);
  }

  FakeAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new FakeAnswer(status, body, more);
  }
}
