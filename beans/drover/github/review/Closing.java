package drover.github.review;

import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.PullRequestEnd;
import drover.ledger.PullRequestsTable;
import drover.ledger.RunRecord;
import drover.machine.Clock;
import drover.report.Artifacts;
import drover.run.Act;
import drover.run.Cancellation;
import drover.run.Journal;
import drover.run.NotRunnable;
import drover.run.RunExecution;
import java.util.Map;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pull request is over: that is noted on the run that made it, and nothing of it is fixed. */
public final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Ledger ledger;
  private final Journal journal;
  private final Cancellation cancellation;
  private final Artifacts artifacts;
  private final Clock clock;

  public Closing(
      Ledger ledger, Journal journal, Cancellation cancellation, Artifacts artifacts, Clock clock) {
    this.ledger = ledger;
    this.journal = journal;
    this.cancellation = cancellation;
    this.artifacts = artifacts;
    this.clock = clock;
  }

  /** A fix that is on its way has nowhere to go any more. */
  public void stopFixing(@Variable("look") PullRequestSeen seen) {
    RunRecord maker = ledger.read().runs().find(seen.run()).orElseThrow();
    if (!maker.state().isEnded()) {
      try {
        cancellation.cancel(maker.id(), new Act(seen.by() + " on GitHub", seen.summary()));
      } catch (NotRunnable over) {
        LOG.info("Not cancelled: {}", over.getMessage()); // it has ended meanwhile
      }
    }
  }

  /** Work of the step {@code closing}. */
  public HandedOn note(@Variable("run") RunExecution run, @Variable("look") PullRequestSeen seen) {
    PullRequestEnd end =
        new PullRequestEnd(
            PullRequestsTable.keyOf(seen.url()),
            seen.run(),
            seen.standing(),
            seen.by(),
            seen.at().orElseGet(clock::now));
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          if (tables.pullRequests().end(end)) {
            journal.append(
                tables, seen.run(), EventType.NOTICE, "pull request " + seen.summary(), Map.of());
          }
          return run;
        });
    String text = "Nothing is fixed: " + seen.summary();
    return new HandedOn(artifacts.write(run, "comments.md", text + "\n").toString(), text);
  }
}
