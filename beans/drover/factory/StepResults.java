package drover.factory;

import drover.deliver.Delivered;
import drover.github.review.HandedOn;
import drover.github.review.PullRequestSeen;
import drover.issue.Composed;
import drover.issue.Issue;
import drover.issue.Merged;
import drover.report.Reported;
import drover.review.Reset;
import drover.review.Review;
import drover.run.Instruction;
import drover.run.StepResult;
import drover.ticket.Coverage;
import drover.ticket.Ticket;
import drover.triage.HandedIn;
import drover.triage.Triage;
import drover.turn.TurnResult;
import drover.verify.Evaluated;
import drover.verify.Suite;
import drover.verify.Verified;
import drover.watch.Closed;
import drover.watch.Frozen;
import drover.watch.Watched;
import drover.workspace.Workspace;
import java.util.Map;

/** What each step gives back, by the step's name. */
public final class StepResults {
  public static final Map<String, Class<? extends StepResult>> TYPES =
      Map.ofEntries(
          Map.entry("ticket", Ticket.class),
          Map.entry("reset", Reset.class),
          Map.entry("coverage", Coverage.class),
          Map.entry("workspace", Workspace.class),
          Map.entry("turn", TurnResult.class),
          Map.entry("verify", Verified.class),
          Map.entry("evaluate", Evaluated.class),
          Map.entry("review", Review.class),
          Map.entry("report", Reported.class),
          Map.entry("triage", Triage.class),
          Map.entry("hand-in", HandedIn.class),
          Map.entry("summary", Reported.class),
          Map.entry("deliver", Delivered.class),
          Map.entry("look", PullRequestSeen.class),
          Map.entry("hand-on", HandedOn.class),
          Map.entry("closing", HandedOn.class),
          Map.entry("watch", Watched.class),
          Map.entry("freeze", Frozen.class),
          Map.entry("close-issue", Closed.class),
          Map.entry("instruction", Instruction.class),
          Map.entry("answer", Instruction.class),
          Map.entry("issue", Issue.class),
          Map.entry("suite", Suite.class),
          Map.entry("compose", Composed.class),
          Map.entry("merge", Merged.class));

  private StepResults() {}
}
