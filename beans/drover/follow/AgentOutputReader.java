package drover.follow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;

/** Turns lines of agent output into events. Stateless; may be shared by threads. */
public final class AgentOutputReader {

  // Field names come from whatever an agent's tools take as input: interning them would fill a
  // table that the whole process shares. Strings are bounded by the line that holds them.
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /**
   * Reads one line, without its newline. Never throws for what the bytes hold: what is no JSON
   * object is {@link AgentEvent.Malformed}, an object of unknown type {@link AgentEvent.Unknown}.
   */
  public AgentEvent read(byte[] line, int offset, int length) {
    try (JsonParser json = JSON.createParser(line, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new AgentEvent.Malformed("not a JSON object");
      }
      LineScan scan = new LineScan(line, offset);
      scan.readObject(json);
      if (json.nextToken() != null) {
        return new AgentEvent.Malformed("more than one JSON value");
      }
      return ClaudeEvents.from(scan);
    } catch (IOException | RuntimeException notJson) {
      // RuntimeException too: the parser's own faults on hostile bytes must not end a follower.
      return new AgentEvent.Malformed("not JSON: " + firstLine(notJson));
    }
  }

  private static String firstLine(Exception notJson) {
    return String.valueOf(notJson.getMessage()).lines().findFirst().orElse("");
  }
}
