package drover.operate;

import drover.http.HttpProblem;
import drover.json.Json;
import drover.ledger.EventRecord;
import drover.ledger.EventsTable.RunProgress;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.view.EventDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives everybody who follows a run its events in order: those in the ledger first, then those that
 * come. One thread reads for all, and only what somebody is ready to take, so that a slow listener
 * costs no memory; a listener leaves nothing behind. A stream ends when the run is over and all of
 * it was given.
 */
public final class EventStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int MOST_AT_ONCE = 50;
  private static final int MOST_STREAMS = 1000;
  private static final Duration LATER = Duration.ofSeconds(30);

  /** Keeps what lies between from closing a connection on which nothing moves. */
  private static final String SIGN_OF_LIFE = ":\n\n";

  private final Ledger ledger;
  private final Clock clock;
  private final Redactor redactor;
  private final Duration pulse;
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private final Thread reader =
      Thread.ofPlatform().daemon().name("event-streams").unstarted(this::read);
  private volatile boolean closed;

  /**
   * @param pulse longest silence on a stream
   */
  public EventStreams(Ledger ledger, Clock clock, Redactor redactor, Duration pulse) {
    this.ledger = ledger;
    this.clock = clock;
    this.redactor = redactor;
    this.pulse = pulse;
  }

  public void start() {
    reader.start();
  }

  /**
   * @param after seq of the last event that the listener knows; 0: none
   */
  public void follow(String run, long after, EventListener listener) {
    streams.add(new Stream(run, after, clock.now(), listener));
    if (closed) { // whoever closed may not have seen it
      listener.end();
    }
  }

  /**
   * @throws HttpProblem 503 when as many are followed as may be
   */
  public void requireRoom() {
    if (count() >= MOST_STREAMS) {
      throw HttpProblem.unavailable(
          "%d streams of events are open, more are not opened now".formatted(MOST_STREAMS), LATER);
    }
  }

  /** How many are followed. */
  int count() {
    return streams.size();
  }

  /** Ends all streams; their listeners may come back to another process. */
  @Override
  public void close() {
    closed = true;
    streams.forEach(stream -> stream.listener.end());
    reader.interrupt();
  }

  private void read() {
    try {
      while (!closed) {
        clock.sleep(LOOK);
        lookCarefully();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  private void lookCarefully() {
    try {
      look();
    } catch (RuntimeException e) { // the ledger cannot be read now; everybody stays where they are
      LOG.warn("Events cannot be read: {}", e.toString());
    }
  }

  private void look() {
    streams.removeIf(stream -> stream.listener.isGone());
    List<Stream> ready = streams.stream().filter(stream -> stream.listener.isReady()).toList();
    if (ready.isEmpty()) {
      return;
    }
    Map<String, RunProgress> progress = progress(ready);
    Map<Place, Batch> read = new HashMap<>(); // most listeners of a run stand at the same place
    Instant now = clock.now();
    for (Stream stream : ready) {
      RunProgress of = Objects.requireNonNull(progress.get(stream.run));
      if (of.newest() > stream.given) {
        Batch batch = read.computeIfAbsent(new Place(stream.run, stream.given), this::batchAfter);
        stream.give(batch.text(), now);
        stream.given = batch.last();
      } else if (of.state().isEnded()) {
        streams.remove(stream);
        stream.listener.end();
      } else if (!now.isBefore(stream.lastGiven.plus(pulse))) {
        stream.give(SIGN_OF_LIFE, now);
      }
    }
  }

  private Map<String, RunProgress> progress(List<Stream> ready) {
    Set<String> runs = ready.stream().map(stream -> stream.run).collect(Collectors.toSet());
    return ledger.read().events().progress(runs).stream()
        .collect(Collectors.toMap(RunProgress::run, progress -> progress));
  }

  private Batch batchAfter(Place place) {
    List<EventRecord> events = ledger.read().events().after(place.run(), place.seq(), MOST_AT_ONCE);
    return new Batch(
        events.stream().map(this::framed).collect(Collectors.joining()), events.getLast().seq());
  }

  /** As {@code text/event-stream} has it; JSON holds no line breaks. */
  private String framed(EventRecord event) {
    return "id: %d\nevent: %s\ndata: %s\n\n"
        .formatted(
            event.seq(), event.type().word(), redactor.redact(Json.write(EventDocument.of(event))));
  }

  private record Place(String run, long seq) {}

  private record Batch(String text, long last) {}

  /** Belongs to the thread that reads, but for who listens. */
  private static final class Stream {
    private final String run;
    private final EventListener listener;
    private long given;
    private Instant lastGiven;

    Stream(String run, long given, Instant now, EventListener listener) {
      this.run = run;
      this.given = given;
      this.lastGiven = now;
      this.listener = listener;
    }

    void give(String text, Instant now) {
      listener.take(text);
      lastGiven = now;
    }
  }
}
