package drover.follow;

import drover.follow.AgentEvent.ApiRetry;
import drover.follow.AgentEvent.AssistantMessage;
import drover.follow.AgentEvent.MessageFinished;
import drover.follow.AgentEvent.MessageStarted;
import drover.follow.AgentEvent.SessionStarted;
import drover.follow.AgentEvent.StreamActivity;
import drover.follow.AgentEvent.ToolProgress;
import drover.follow.AgentEvent.ToolResults;
import drover.follow.AgentEvent.TurnResult;
import drover.follow.AgentEvent.Unknown;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a live agent is doing, told by the lines it has printed so far, and whether it gets on. */
public final class Pulse {

  /** What the agent is about. */
  public sealed interface Doing {}

  /** It has asked the model, which has not answered yet. */
  public record WaitingForModel() implements Doing {}

  /** It has called a tool that has not come back yet. */
  public record RunningTool(String name) implements Doing {}

  /** Neither: it has not begun, or should have ended. */
  public record Nothing() implements Doing {}

  private final Map<String, String> openTools = new LinkedHashMap<>();
  private Doing withoutTools = new Nothing();
  private long progress;
  private int consecutiveModelErrors;

  void add(AgentEvent event) {
    progress += isOnlyASignOfLife(event) ? 0 : 1;
    switch (event) {
      case SessionStarted started -> withoutTools = new WaitingForModel();
      case MessageStarted started -> withoutTools = new WaitingForModel();
      case MessageFinished finished -> withoutTools = new Nothing();
      case ApiRetry retry -> withoutTools = new WaitingForModel();
      case AssistantMessage said -> {
        said.toolUses().forEach(use -> openTools.put(use.id(), use.name()));
        consecutiveModelErrors = said.error().isPresent() ? consecutiveModelErrors + 1 : 0;
      }
      case ToolResults returned -> {
        returned.results().forEach(result -> openTools.remove(result.toolUseId()));
        withoutTools = new WaitingForModel();
      }
      case TurnResult result -> {
        openTools.clear();
        withoutTools = new Nothing();
      }
      default -> {}
    }
  }

  public Doing doing() {
    return openTools.values().stream()
        .findFirst()
        .<Doing>map(RunningTool::new)
        .orElse(withoutTools);
  }

  /** Grows with every line that brings something new; the same as before: nothing new. */
  public long progress() {
    return progress;
  }

  /** Answers in a row, up to the latest, that the agent wrote itself about a failed model call. */
  public int consecutiveModelErrors() {
    return consecutiveModelErrors;
  }

  /** A tool that hangs and a model that never answers are told of as well, again and again. */
  private static boolean isOnlyASignOfLife(AgentEvent event) {
    return event instanceof ToolProgress
        || event instanceof ApiRetry
        || event.equals(new StreamActivity("ping"))
        || event.equals(new Unknown("system", "status"));
  }
}
