package drover.run;

import drover.ledger.StepRecord;

/** Factory of the refusal to replay a run whose job route asks for other steps than recorded. */
final class RouteChanged {
  private RouteChanged() {}

  static RunEnded instead(StepRecord recorded, String asked) {
    return RunEnded.failed(
        "failed",
        "route-changed: step %d was %s when it was recorded and is %s now: retry --from %s:%d"
            .formatted(
                recorded.seq(), recorded.name(), asked, recorded.name(), recorded.ordinal()));
  }

  static RunEnded shorter(StepRecord recorded) {
    return RunEnded.failed(
        "failed",
        "route-changed: step %d, %s, was recorded and is not asked for any more: retry --from %s:%d"
            .formatted(recorded.seq(), recorded.name(), recorded.name(), recorded.ordinal()));
  }
}
