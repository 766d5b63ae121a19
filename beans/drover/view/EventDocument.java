package drover.view;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.Json;
import drover.ledger.EventRecord;
import java.time.Instant;

/** An event as it is printed and streamed, see {@code docs/schemas/event.schema.json}. */
public record EventDocument(String run, long seq, Instant at, String type, JsonNode data) {

  public static EventDocument of(EventRecord event) {
    return new EventDocument(
        event.run(), event.seq(), event.at(), event.type().word(), Json.tree(event.json()));
  }
}
