package drover.factory;

import drover.deliver.Delivered;
import drover.report.Reported;
import drover.review.Review;
import drover.run.Instruction;
import drover.run.StepResult;
import drover.turn.TurnResult;
import drover.verify.Evaluated;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.util.Map;

/** What each step gives back, by the step's name. */
public final class StepResults {
  public static final Map<String, Class<? extends StepResult>> TYPES =
      Map.of(
          "workspace", Workspace.class,
          "turn", TurnResult.class,
          "verify", Verified.class,
          "evaluate", Evaluated.class,
          "review", Review.class,
          "report", Reported.class,
          "deliver", Delivered.class,
          "instruction", Instruction.class,
          "answer", Instruction.class);

  private StepResults() {}
}
