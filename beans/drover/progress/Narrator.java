package drover.progress;

import drover.executor.LiveTurn;
import drover.follow.AgentEvent.ApiRetry;
import drover.follow.AgentEvent.AssistantMessage;
import drover.follow.AgentEvent.OtherAgentEvent;
import drover.follow.AgentEvent.PermissionDenied;
import drover.follow.AgentEvent.RateLimitSeen;
import drover.follow.AgentEvent.SessionStarted;
import drover.follow.AgentEvent.StepEnd;
import drover.follow.AgentEvent.TaskStarted;
import drover.follow.AgentEvent.ToolProgress;
import drover.follow.AgentEvent.ToolUse;
import drover.follow.RateLimit;
import drover.ledger.EventType;
import drover.progress.FollowedLine.Note;
import drover.sandbox.Bubblewrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Puts into words what an agent does: one short line for each thing a person would want to see. */
public final class Narrator {
  private static final int LONGEST_TEXT = 2_000;

  /** What the agent says and which tools it calls. */
  public FollowedLine assistant(@Variable("live") LiveTurn live, @Body FollowedLine line) {
    List<Note> notes = new ArrayList<>();
    if (line.event() instanceof AssistantMessage message) {
      message.texts().stream()
          .filter(text -> !text.isBlank())
          .forEach(text -> notes.add(note(EventType.TEXT, clipped(text))));
      message.toolUses().forEach(use -> notes.add(tool(live, use)));
    }
    return line.telling(notes);
  }

  /** Session, retries, refusals and long commands. */
  public FollowedLine system(@Body FollowedLine line) {
    return line.telling(
        switch (line.event()) {
          case SessionStarted started ->
              List.of(note(EventType.ACTIVITY, "agent started, model " + started.model()));
          case ApiRetry retry ->
              List.of(
                  note(
                      EventType.LIMIT,
                      "the model did not answer (%s), trying again: %d of %d"
                          .formatted(retry.error(), retry.attempt(), retry.maxRetries())));
          case PermissionDenied denied ->
              List.of(note(EventType.NOTICE, "refused to the agent: " + denied.toolName()));
          case TaskStarted task -> List.of(note(EventType.ACTIVITY, task.description()));
          default -> List.of();
        });
  }

  /** A tool that takes long is still at work. */
  public FollowedLine toolProgress(@Body FollowedLine line) {
    return line.event() instanceof ToolProgress progress
        ? line.telling(
            List.of(
                note(
                    EventType.ACTIVITY,
                    "%s has been running for %d s"
                        .formatted(progress.toolName(), progress.elapsed().toSeconds()))))
        : line;
  }

  /** How much of the subscription is used; the usual "allowed" without figures is no news. */
  public FollowedLine rateLimit(@Body FollowedLine line) {
    return line.event() instanceof RateLimitSeen seen && isNews(seen.limit())
        ? line.telling(List.of(limit(seen.limit())))
        : line;
  }

  /** What the turn cost, by the agent's own account. */
  public FollowedLine result(@Variable("live") LiveTurn live, @Body FollowedLine line) {
    List<Note> cost = cost(live);
    return cost.isEmpty() ? line : line.telling(cost);
  }

  /** What an agent other than Claude Code says, calls and meets. */
  public FollowedLine otherAgent(@Variable("live") LiveTurn live, @Body FollowedLine line) {
    if (!(line.event() instanceof OtherAgentEvent event)) {
      return line;
    }
    List<Note> notes = new ArrayList<>();
    if (!event.text().isBlank()) {
      notes.add(note(EventType.TEXT, clipped(event.text())));
    }
    event.toolUse().ifPresent(use -> notes.add(tool(live, use)));
    event
        .toolResult()
        .filter(result -> result.verdict().denied())
        .flatMap(result -> event.toolUse())
        .ifPresent(use -> notes.add(note(EventType.NOTICE, "refused to the agent: " + use.name())));
    event
        .error()
        .ifPresent(
            said -> notes.add(note(EventType.NOTICE, "the agent met an error: " + clipped(said))));
    if (event.stepEnd() == StepEnd.DONE) {
      notes.addAll(cost(live));
    }
    return line.telling(notes);
  }

  private static Note tool(LiveTurn live, ToolUse use) {
    return new Note(
        EventType.TOOL,
        (use.name() + " " + withoutWorkspace(live, use.description())).strip(),
        Map.of("tool", use.name()));
  }

  private static List<Note> cost(LiveTurn live) {
    double usd = live.report().costUsd();
    if (usd == 0) {
      return List.of();
    }
    String estimated = live.report().costEstimated() ? ", estimated" : "";
    return List.of(
        new Note(
            EventType.SPEND,
            "this turn cost %.4f USD%s".formatted(usd, estimated),
            Map.of("usd", usd, "turn", live.record().turn())));
  }

  /** Paths as the agent sees them from where it works. */
  private static String withoutWorkspace(LiveTurn live, String text) {
    String run = live.run().directory().toString();
    return text.replace(run + "/workspace/", "")
        .replace(run + "/review/", "")
        .replace(Bubblewrap.WORKSPACE + "/", "");
  }

  private static boolean isNews(RateLimit limit) {
    return limit.utilization().isPresent() || !limit.status().equals("allowed");
  }

  private static Note limit(RateLimit limit) {
    String used =
        limit.utilization().isPresent()
            ? " at %.0f %%".formatted(limit.utilization().getAsDouble() * 100)
            : "";
    String until = limit.resetsAt().map(instant -> ", resets at " + instant).orElse("");
    return new Note(
        EventType.LIMIT,
        "subscription limit " + limit.type() + " " + limit.status() + used + until,
        Map.of("status", limit.status(), "window", limit.type()));
  }

  private static Note note(EventType type, String text) {
    return new Note(type, text, Map.of());
  }

  private static String clipped(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }
}
