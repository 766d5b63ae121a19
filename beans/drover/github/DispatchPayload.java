package drover.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.http.HttpProblem;
import drover.json.WireJson;
import drover.task.TaskRequest;
import drover.trigger.Outcome;
import drover.trigger.Words;
import drover.webhook.TaskForm;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code repository_dispatch} asks for, in the fields of {@code POST /webhook}: {@code
 * client_payload} may be anything or null, and the action is the type that the sender gave the
 * event.
 */
final class DispatchPayload {
  private static final String SOURCE = "github";

  private final TaskForm form;

  DispatchPayload(TaskForm form) {
    this.form = form;
  }

  /** For the repository of the event, whatever the payload says. */
  Outcome read(JsonNode event, EventRepository repository, String delivery) {
    String sender = Words.in(event.path("sender"), "login").orElse("GitHub");
    try {
      TaskRequest request = form.read(asked(event), SOURCE, delivery, sender);
      return new Outcome.Starts(request.about(Optional.of(repository.url()), request.base()));
    } catch (HttpProblem wrong) {
      return new Outcome.Ignored("client_payload: " + wrong.detail());
    }
  }

  private static ObjectNode asked(JsonNode event) {
    ObjectNode asked =
        event.path("client_payload") instanceof ObjectNode payload
            ? payload.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    asked.remove("repo");
    boolean namesNone =
        Stream.of("job", "agent").allMatch(field -> Words.in(asked, field).isEmpty());
    if (namesNone) {
      asked.put("job", WireJson.text(event, "action").orElse(""));
    }
    return asked;
  }
}
