package drover.run;

import drover.json.Json;
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

  public Journal(Ledger ledger, Clock clock, Redactor redactor) {
    this.ledger = ledger;
    this.clock = clock;
    this.redactor = redactor;
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

  /** The same inside a transaction of the caller, who has checked the claim. */
  public void append(
      Tables tables, String run, EventType type, String text, Map<String, ?> details) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("text", text);
    event.putAll(details);
    tables.events().append(run, type, redactor.redact(Json.write(event)), clock.now());
  }
}
