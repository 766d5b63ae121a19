package drover.github;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.WireJson;
import drover.task.TaskRequest;
import drover.trigger.Outcome;
import drover.trigger.Words;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code repository_dispatch} asks for: {@code client_payload} may be anything or null, the
 * action is the type that the sender gave the event.
 */
final class DispatchPayload {
  private static final String SOURCE = "github";

  private DispatchPayload() {}

  static Outcome read(JsonNode event, EventRepository repository, String delivery) {
    JsonNode payload = event.path("client_payload");
    String sender = Words.in(event.path("sender"), "login").orElse("GitHub");
    String job = Words.in(payload, "job").or(() -> Words.in(event, "action")).orElse("");
    return new Outcome.Starts(
        TaskRequest.heard(SOURCE, delivery, sender, job)
            .saying(WireJson.text(payload, "prompt"), parameters(payload.path("params")))
            .about(Optional.of(repository.url()), WireJson.text(payload, "branch")));
  }

  private static Map<String, String> parameters(JsonNode params) {
    Map<String, String> parameters = new TreeMap<>();
    params.properties().forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    return parameters;
  }
}
