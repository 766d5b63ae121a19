package drover.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import drover.effect.Intent;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.json.Json;
import drover.run.RunExecution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Variable;

/**
 * The effect {@code ticket-state}: the ticket goes to the state for delivered work, and loses the
 * label that started it, so that putting it on once more starts work once more. Other labels are
 * not touched, and a ticket that a person has closed meanwhile stays closed.
 */
public final class TicketState {
  private static final Set<String> CLOSED = Set.of("completed", "canceled", "duplicate");

  private final LinearApi api;

  public TicketState(LinearApi api) {
    this.api = api;
  }

  /** What is to be there. */
  public Intent intent(@Variable("run") RunExecution run, @Variable("ticket") Ticket ticket) {
    return Intent.of(
        "ticket-state",
        "ticket-state:%s:%s:%d".formatted(ticket.id(), run.id(), run.claim().attempt()),
        Map.of(
            "issue", ticket.id(), "state", ticket.doneStateId(), "label", ticket.readyLabelId()));
  }

  /**
   * Whether there is nothing left to change.
   *
   * @throws Unavailable when Linear cannot say now
   * @throws Refused when it will not say
   */
  public Optional<Receipt> find(
      @Variable("run") RunExecution run, @Variable("intent") Intent intent) {
    JsonNode request = Json.tree(intent.request());
    JsonNode standing = standing(request);
    String url = standing.path("url").asText();
    if (CLOSED.contains(standing.path("state").path("type").asText())) {
      String state = TicketText.word(standing.path("state"), "name");
      return Optional.of(new Receipt(url, "left in the state %s".formatted(state)));
    }
    return changes(request, standing).isEmpty()
        ? Optional.of(new Receipt(url, "it was there already"))
        : Optional.empty();
  }

  /**
   * Changes what is left to change.
   *
   * @throws Unavailable when it may be done, or another try may do it
   * @throws Refused when Linear does not do it
   */
  public Receipt send(@Variable("run") RunExecution run, @Variable("intent") Intent intent) {
    JsonNode request = Json.tree(intent.request());
    Map<String, ?> input = changes(request, standing(request));
    try {
      JsonNode answer =
          api.ask(
                  LinearQuestions.ISSUE_UPDATE,
                  Map.of("id", request.path("issue").asText(), "input", input))
              .path("issueUpdate");
      if (!answer.path("success").asBoolean()) {
        throw Unavailable.now("Linear", "it did not change the ticket");
      }
      return new Receipt(
          answer.path("issue").path("url").asText(),
          "now " + TicketText.word(answer.path("issue").path("state"), "name"));
    } catch (NotThere e) {
      throw gone(e);
    }
  }

  private JsonNode standing(JsonNode request) {
    try {
      return api.ask(LinearQuestions.STANDING, Map.of("id", request.path("issue").asText()))
          .path("issue");
    } catch (NotThere e) {
      throw gone(e);
    }
  }

  private static Refused gone(NotThere e) {
    return new Refused("the ticket is not there any more: " + e.getMessage());
  }

  /** Labels are added and removed one by one: a whole list would undo what others do meanwhile. */
  private static Map<String, ?> changes(JsonNode request, JsonNode standing) {
    Map<String, Object> changes = new LinkedHashMap<>();
    String state = request.path("state").asText();
    if (!state.isEmpty() && !standing.path("state").path("id").asText().equals(state)) {
      changes.put("stateId", state);
    }
    String label = request.path("label").asText();
    boolean isOn =
        standing
            .path("labels")
            .path("nodes")
            .valueStream()
            .anyMatch(one -> one.path("id").asText().equals(label));
    if (isOn) {
      changes.put("removedLabelIds", List.of(label));
    }
    return changes;
  }
}
