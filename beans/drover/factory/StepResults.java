package drover.factory;

import drover.deliver.Delivered;
import drover.review.Reset;
import drover.review.Review;
import drover.run.Instruction;
import drover.run.StepResult;
import drover.ticket.Coverage;
import drover.ticket.Ticket;
import drover.turn.TurnResult;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.util.Map;

/** What each step gives back, by the step's name. */
public final class StepResults {
  public static final Map<String, Class<? extends StepResult>> TYPES =
      Map.of(
          "ticket", Ticket.class,
          "workspace", Workspace.class,
          "turn", TurnResult.class,
          "verify", Verified.class,
          "review", Review.class,
          "reset", Reset.class,
          "coverage", Coverage.class,
          "deliver", Delivered.class,
          "instruction", Instruction.class,
          "answer", Instruction.class);

  private StepResults() {}
}
