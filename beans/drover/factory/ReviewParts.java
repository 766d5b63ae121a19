package drover.factory;

import drover.github.review.Closing;
import drover.github.review.HandOn;
import drover.github.review.SamplePullRequest;
import drover.ledger.Ledger;
import drover.limit.Limits;
import drover.machine.Clock;
import drover.report.Artifacts;
import drover.run.Cancellation;
import drover.run.Instructions;
import drover.run.Journal;
import drover.turn.Texts;
import java.util.Map;

/** What becomes of pull requests that runs made. */
record ReviewParts(Ledger ledger, Journal journal, Clock clock, Limits limits) {

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes(Instructions instructions, Cancellation cancellation) {
    Artifacts artifacts = new Artifacts(journal);
    return Map.of(
        "samplePullRequest", new SamplePullRequest(new Texts()),
        "handOn", new HandOn(ledger, instructions, limits, artifacts, clock),
        "closing", new Closing(ledger, journal, cancellation, artifacts, clock));
  }
}
