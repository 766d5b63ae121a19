package drover.run;

/** Factory of the refusal to replay a run whose job route asks for other steps than recorded. */
final class RouteChanged {
  private RouteChanged() {}

  static RunEnded instead(int seq, String recorded, String asked) {
    return RunEnded.failed(
        "failed",
        "route-changed: step %d was %s when it was recorded and is %s now: retry --from %s"
            .formatted(seq, recorded, asked, recorded));
  }
}
