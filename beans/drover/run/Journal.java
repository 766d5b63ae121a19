package drover.run;

import drover.json.Json;
import drover.ledger.AuditTable;
import drover.ledger.Claim;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.redact.Redactor;
import java.util.LinkedHashMap;
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

  /** The same inside a transaction of the caller, who has checked the claim. */
  public void append(
      Tables tables, String run, EventType type, String text, Map<String, ?> details) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("text", text);
    event.putAll(details);
    tables.events().append(run, type, redactor.redact(Json.write(event)), clock.now());
    announcer.heard(tables, run, type, () -> redactor.redact(text), details);
  }
}
