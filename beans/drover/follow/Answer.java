package drover.follow;

import drover.follow.AgentEvent.AssistantMessage;
import drover.follow.AgentEvent.OtherAgentEvent;
import drover.follow.AgentEvent.Standing;
import drover.follow.AgentEvent.TurnResult;
import java.util.Optional;

/** The latest answer of the main agent. */
final class Answer {

  private String text = "";
  private Optional<String> structured = Optional.empty();
  private boolean mayGoOn;

  void add(AgentEvent event) {
    boolean goesOn = mayGoOn;
    mayGoOn = false;
    switch (event) {
      case AssistantMessage said -> {
        if (said.parentToolUseId().isEmpty() && !said.texts().isEmpty()) {
          text = said.text();
        }
      }
      case TurnResult result -> {
        structured = result.structuredOutput().or(() -> structured);
        if (result.standing() == Standing.FINE && !result.text().isEmpty()) {
          text = result.text();
        }
      }
      case OtherAgentEvent other -> {
        if (!other.text().isEmpty()) {
          // gemini prints an answer piece by piece
          text = goesOn ? text + other.text() : other.text();
          mayGoOn = other.type().equals("message");
          structured = JsonAnswer.in(text);
        }
      }
      default -> {}
    }
  }

  String text() {
    return text;
  }

  Optional<String> structured() {
    return structured;
  }
}
