package drover.deliver;

import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.StepRecord;
import drover.review.Review;
import drover.run.StepResult;
import drover.turn.TurnResult;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was tried in a run, for those who asked for it: from recorded results. */
public final class Tried {
  /** The steps that mean something to them, and what they give back. */
  private static final Map<String, Class<? extends StepResult>> TOLD =
      Map.of(
          "workspace", Workspace.class,
          "turn", TurnResult.class,
          "verify", Verified.class,
          "review", Review.class);

  private final Ledger ledger;

  public Tried(Ledger ledger) {
    this.ledger = ledger;
  }

  /** One line a step, in their order. */
  public List<String> steps(String run) {
    return ledger.read().steps().active(run).stream().flatMap(step -> told(step).stream()).toList();
  }

  private static Optional<String> told(StepRecord step) {
    return Optional.ofNullable(TOLD.get(step.name()))
        .flatMap(
            type ->
                step.result()
                    .map(json -> Json.convert(Json.tree(json).path("result"), type))
                    .map(result -> step.name() + ": " + result.summary()));
  }

  /** Name of the last step. */
  public String stage(String run) {
    return ledger.read().steps().active(run).stream()
        .map(StepRecord::name)
        .reduce((first, second) -> second)
        .orElse("none");
  }

  /** Of all attempts. */
  public String cost(String run) {
    return String.format(Locale.ROOT, "%.2f USD", ledger.read().spend().ofRun(run));
  }
}
