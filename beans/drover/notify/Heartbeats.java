package drover.notify;

import drover.config.NotifySettings;
import drover.json.Json;
import drover.ledger.EventRecord;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.machine.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;

/** Runs that go on are told of, every so often. */
public final class Heartbeats {
  private static final int MOST_RUNS = 1000;
  private static final int EVENTS_LOOKED_AT = 50;
  private static final int LONGEST_ACTIVITY = 200;
  private static final Set<EventType> ACTIVITY =
      EnumSet.of(EventType.ACTIVITY, EventType.TOOL, EventType.TEXT, EventType.STEP);

  private final Ledger ledger;
  private final Newsroom newsroom;
  private final Channels channels;
  private final Duration interval;
  private final Clock clock;

  public Heartbeats(
      Ledger ledger, Newsroom newsroom, Channels channels, NotifySettings settings, Clock clock) {
    this.ledger = ledger;
    this.newsroom = newsroom;
    this.channels = channels;
    this.interval = settings.heartbeat();
    this.clock = clock;
  }

  /** Runs that somebody executes for long enough. */
  public List<RunRecord> due() {
    if (!channels.events().contains(NewsEvent.HEARTBEAT.word())) {
      return List.of();
    }
    return ledger
        .read()
        .runs()
        .list(Optional.of(RunState.RUNNING), Optional.empty(), MOST_RUNS)
        .stream()
        .filter(run -> count(run) > 0)
        .toList();
  }

  /** The same beat is told once, however often and by how many instances it is looked for. */
  public void tell(@Body RunRecord run) {
    String activity = activity(run.id());
    ledger.write(
        tables -> {
          newsroom.heartbeat(tables, run, count(run), activity);
          return run;
        });
  }

  private long count(RunRecord run) {
    return run.startedAt()
        .map(start -> Duration.between(start, clock.now()).dividedBy(interval))
        .orElse(0L);
  }

  private String activity(String run) {
    long newest = ledger.read().events().newest(run);
    return ledger.read().events().after(run, newest - EVENTS_LOOKED_AT, EVENTS_LOOKED_AT).stream()
        .filter(event -> ACTIVITY.contains(event.type()))
        .reduce((first, last) -> last)
        .map(Heartbeats::text)
        .orElse("");
  }

  private static String text(EventRecord event) {
    return Plain.line(Json.tree(event.json()).path("text").asText(), LONGEST_ACTIVITY);
  }
}
