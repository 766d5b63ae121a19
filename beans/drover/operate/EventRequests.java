package drover.operate;

import drover.http.Bearer;
import drover.ledger.EventsTable.RunProgress;
import drover.ledger.Ledger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may follow a run, and from where. */
public final class EventRequests {
  private final Bearer bearer;
  private final NamedRuns runs;
  private final EventStreams streams;
  private final Ledger ledger;

  public EventRequests(Bearer bearer, NamedRuns runs, EventStreams streams, Ledger ledger) {
    this.bearer = bearer;
    this.runs = runs;
    this.streams = streams;
    this.ledger = ledger;
  }

  /**
   * @param run as the path names it
   * @param authorization the header of that name
   * @param lastEventId the header {@code Last-Event-ID}
   * @throws drover.http.HttpProblem when that may not be, or there is no such run
   */
  public EventRequest read(
      String run, @Nullable String authorization, @Nullable String lastEventId) {
    bearer.check(authorization, run);
    EventRequest asked = EventRequest.of(runs.find(run).id(), lastEventId);
    streams.requireRoom();
    return asked;
  }

  /**
   * Whether there is nothing to be had for it and never will be: browsers come back until they are
   * told so.
   */
  public boolean isSatisfied(EventRequest asked) {
    List<RunProgress> progress = ledger.read().events().progress(List.of(asked.run()));
    return progress.stream().allMatch(of -> of.state().isEnded() && of.newest() <= asked.after());
  }
}
