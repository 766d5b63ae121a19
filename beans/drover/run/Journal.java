package drover.run;

import drover.json.Json;
import drover.ledger.AuditTable;
import drover.ledger.Claim;
import drover.ledger.EventType;
import drover.ledger.EventsTable;
import drover.ledger.Ledger;
import drover.ledger.RunState;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.redact.Redactor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what happens in a run: one event a line, for people and programs, without secrets. */
public final class Journal {
  private final Ledger ledger;
  private final Clock clock;
  private final Redactor redactor;
  private final Announcer announcer;

  /** One of which nobody hears. */
  public Journal(Ledger ledger, Clock clock, Redactor redactor) {
    this(ledger, clock, redactor, Announcer.NONE);
  }

  public Journal(Ledger ledger, Clock clock, Redactor redactor, Announcer announcer) {
    this.ledger = ledger;
    this.clock = clock;
    this.redactor = redactor;
    this.announcer = announcer;
  }

  /**
   * @param text one line for people
   */
  public void tell(Claim claim, EventType type, String text) {
    tell(claim, type, text, Map.of());
  }

  public void tell(Claim claim, EventType type, String text, Map<String, ?> details) {
    ledger.write(
        tables -> {
          tables.runs().fenced(claim);
          append(tables, claim.run(), type, text, details);
          return claim;
        });
  }

  /** For texts that are recorded elsewhere than in events. */
  public String withoutSecrets(String text) {
    return redactor.redact(text);
  }

  /**
   * Writes down for good what a person did, in the transaction in which it is done.
   *
   * @param what a verb, as the command line calls it
   */
  void audit(Tables tables, String what, String run, Act act) {
    tables
        .audit()
        .record(
            new AuditTable.Entry(
                clock.now(), redactor.redact(act.who()), what, run, redactor.redact(act.why())));
  }

  /**
   * That runs are there: the first event of each, which says in which state it is.
   *
   * @param texts one line for people, by run; at least one
   */
  public void begin(Tables tables, Map<String, String> texts) {
    Map<String, Object> details = Map.of("state", RunState.QUEUED);
    List<EventsTable.First> events = new ArrayList<>();
    texts.forEach(
        (run, text) ->
            events.add(new EventsTable.First(run, EventType.STATE, json(text, details))));
    tables.events().begin(events, clock.now());
    texts.forEach(
        (run, text) ->
            announcer.heard(tables, run, EventType.STATE, () -> redactor.redact(text), details));
  }

  /** The same inside a transaction of the caller, who has checked the claim. */
  public void append(
      Tables tables, String run, EventType type, String text, Map<String, ?> details) {
    tables.events().append(run, type, json(text, details), clock.now());
    announcer.heard(tables, run, type, () -> redactor.redact(text), details);
  }

  private String json(String text, Map<String, ?> details) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("text", text);
    event.putAll(details);
    return redactor.redact(Json.write(event));
  }
}
