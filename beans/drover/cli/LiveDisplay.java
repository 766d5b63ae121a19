package drover.cli;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.EventRecord;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.run.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Shows a run while it happens: a line for every step and what the agent does; on a terminal a last
 * line that lives, with the current step, its time and what the run has cost so far.
 */
final class LiveDisplay {
  private static final Duration LOOK = Duration.ofMillis(120);

  /** Told again, and better, by the step they belong to or by the report at the end. */
  private static final Set<EventType> TOLD_ELSEWHERE =
      EnumSet.of(EventType.STATE, EventType.REVIEW, EventType.VERIFY, EventType.EFFECT);

  private static final String TURNING = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

  private final Ledger ledger;
  private final Surroundings surroundings;
  private final Clock clock;
  private final String run;
  private final EventLines lines;
  private final Thread thread = Thread.ofPlatform().daemon().name("display").unstarted(this::show);
  private volatile boolean ending;
  private long seen;
  private int frame;
  private String step = "starting";
  private String doing = "";
  private Instant since;

  LiveDisplay(Ledger ledger, Surroundings surroundings, String run) {
    this.ledger = ledger;
    this.surroundings = surroundings;
    this.clock = surroundings.clock();
    this.run = run;
    this.lines = new EventLines(surroundings.style(), surroundings.columns().orElse(160));
    this.since = clock.now();
  }

  void start() {
    thread.start();
  }

  /** Everything that happened has been shown when this returns. */
  void stop() {
    ending = true;
    try {
      if (thread.isAlive()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show() {
    try {
      while (true) {
        boolean last = ending;
        List<EventRecord> news = ledger.read().events().after(run, seen, 500);
        if (!news.isEmpty()) {
          clearStatus();
          news.forEach(this::show);
        }
        if (last && news.isEmpty()) {
          clearStatus();
          return;
        }
        drawStatus();
        clock.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(EventRecord event) {
    seen = event.seq();
    if (!TOLD_ELSEWHERE.contains(event.type()) || isNewsAllTheSame(Json.tree(event.json()))) {
      lines.of(event).ifPresent(surroundings::print);
    }
    if (event.type() == EventType.STEP) {
      step = Json.tree(event.json()).path("name").asText();
      doing = "";
      since = event.at();
    } else {
      doing = Json.tree(event.json()).path("text").asText();
    }
  }

  /**
   * A check that failed, or that the run waits and for what; an interrupted one is told of at the
   * end.
   */
  private static boolean isNewsAllTheSame(JsonNode details) {
    String waitingFor = details.path("waitingFor").asText();
    return details.path("check").path("state").asText().equals("failed")
        || !waitingFor.isEmpty() && !waitingFor.equals(WaitingFor.RESUME.word())
        || details.has("waitingUntil");
  }

  private void drawStatus() {
    surroundings
        .columns()
        .ifPresent(
            columns -> {
              String time = "%d s".formatted(Duration.between(since, clock.now()).toSeconds());
              String cost =
                  String.format(Locale.ROOT, "%.2f USD", ledger.read().spend().ofRun(run));
              String head =
                  "%c %s  %s  %s  "
                      .formatted(TURNING.charAt(frame++ % TURNING.length()), step, time, cost);
              String text = head + Style.oneLine(doing, Math.max(1, columns - head.length() - 1));
              surroundings.out().print("\r\u001B[2K" + surroundings.style().faint(text));
              surroundings.out().flush();
            });
  }

  private void clearStatus() {
    surroundings
        .columns()
        .ifPresent(
            columns -> {
              surroundings.out().print("\r\u001B[2K");
              surroundings.out().flush();
            });
  }
}
