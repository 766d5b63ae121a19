package drover.issue;

import com.fasterxml.jackson.databind.JsonNode;
import drover.deliver.News;
import drover.deliver.Tried;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.effect.EditedComments;
import drover.github.effect.EditedComments.Wanted;
import drover.issue.Phases.Standing;
import drover.json.Json;
import drover.ledger.EffectState;
import drover.ledger.Ledger;
import drover.ledger.StepRecord;
import drover.machine.Clock;
import drover.run.Causes;
import drover.run.Journal;
import drover.run.RunExecution;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One comment that shows how far the work on an issue is, edited in place. It says what the ledger
 * says at that moment, so that one which comes late or twice does no harm; and it stands behind no
 * fence, so that a run neither waits nor fails because of it.
 */
public final class Checklist {
  private static final Logger LOG = LoggerFactory.getLogger(Checklist.class);
  private static final String KIND = "issue-checklist";

  private final EditedComments comments;
  private final Workspaces workspaces;
  private final Ledger ledger;
  private final Tried tried;
  private final Journal journal;
  private final Clock clock;

  public Checklist(
      EditedComments comments, Workspaces workspaces, Ledger ledger, Journal journal, Clock clock) {
    this.comments = comments;
    this.workspaces = workspaces;
    this.ledger = ledger;
    this.tried = new Tried(ledger);
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Something happened that it may show.
   *
   * @param end how the run is about to end; empty: it goes on
   */
  public record Ring(String run, Issue issue, Optional<String> end) {}

  /** For routes. */
  public Ring ring(RunExecution run, Issue issue) {
    return new Ring(run.id(), issue, Optional.empty());
  }

  /** For routes: the same at the end. */
  public Ring lastRing(RunExecution run, Issue issue, News news) {
    return new Ring(run.id(), issue, Optional.of(news.occasion()));
  }

  /** What it is to say now, written down before anything is sent. */
  public Wanted wanted(@Body Ring ring) {
    String text = journal.withoutSecrets(text(ring));
    Wanted wanted =
        comments.wanted(
            ring.issue().repositoryUrl(), ring.issue().number(), KIND + ":" + ring.run(), text);
    ledger.write(
        tables -> {
          tables.effects().intend(key(ring), ring.run(), KIND, Json.write(wanted), clock.now());
          tables.effects().sent(key(ring), clock.now());
          return ring;
        });
    return wanted;
  }

  /** It is there. */
  public void shown(Ring ring, Receipt receipt) {
    settle(ring, EffectState.CONFIRMED, receipt);
  }

  /** It is not there, or says something old; the next ring tries again. */
  public void complain(Ring ring, Exception failure) {
    String sentence =
        switch (Causes.innermost(failure)) {
          case Refused refused -> refused.sentence();
          case Unavailable away -> away.reason();
          case Throwable other -> String.valueOf(other.getMessage());
        };
    LOG.warn("The checklist of {} is not up to date: {}", ring.issue().getName(), sentence);
    settle(ring, EffectState.REFUSED, new Receipt("", sentence));
  }

  private void settle(Ring ring, EffectState state, Receipt receipt) {
    String json = journal.withoutSecrets(Json.write(receipt));
    ledger.write(
        tables -> {
          tables.effects().settle(key(ring), state, json, clock.now());
          return ring;
        });
  }

  private static String key(Ring ring) {
    return KIND + ":" + ring.run();
  }

  private String text(Ring ring) {
    List<StepRecord> steps = ledger.read().steps().active(ring.run());
    Standing standing =
        ring.end()
            .map(end -> end.equals("delivered") ? Standing.DONE : Standing.ENDED)
            .orElse(Standing.GOES_ON);
    Phases phases = new Phases(steps, touched(steps), standing);
    StringBuilder text = new StringBuilder("**Drover works on this issue.**\n\n");
    phases.lines().forEach(line -> text.append(line).append('\n'));
    text.append("\nFix-forward turns: ").append(phases.fixForwards());
    text.append(" · cost: ").append(tried.cost(ring.run()));
    text.append(" · run `").append(ring.run()).append('`');
    ring.end().ifPresent(end -> text.append(" · ").append(end));
    return text.toString();
  }

  /** Paths that the work changes, once there is some. */
  private List<String> touched(List<StepRecord> steps) {
    Optional<Workspace> workspace =
        result(steps, "workspace").map(json -> Json.convert(json, Workspace.class));
    Optional<String> head = result(steps, "turn").map(turn -> turn.path("headSha").asText());
    return workspace.isPresent() && head.isPresent()
        ? workspaces.cleanOf(workspace.get()).changedFiles(workspace.get().baseSha(), head.get())
        : List.of();
  }

  private static Optional<JsonNode> result(List<StepRecord> steps, String name) {
    return steps.stream()
        .filter(step -> step.name().equals(name))
        .flatMap(step -> step.result().stream())
        .map(json -> Json.tree(json).path("result"))
        .reduce((first, second) -> second);
  }
}
