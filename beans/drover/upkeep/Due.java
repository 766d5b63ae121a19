package drover.upkeep;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.json.WireWord;
import drover.ledger.EndedRun;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Parts of a run that is over, which go together.
 *
 * @param bytes what they take now
 * @param goesAt when a server removes them
 * @param why the age or the size that they are past
 */
public record Due(
    @JsonIgnore EndedRun ended,
    String run,
    List<Part> parts,
    long bytes,
    Phase phase,
    Instant goesAt,
    String why) {

  /** How far people know of it. */
  public enum Phase implements WireWord {
    /** Nobody was told yet. */
    NEW,
    /** Told, and not long enough ago. */
    TOLD,
    /** Told long enough ago. */
    RIPE
  }

  /** For people. */
  @JsonIgnore
  public String what() {
    return parts.contains(Part.RUN)
        ? "all of it, its rows in the ledger as well"
        : parts.stream().map(Part::word).collect(Collectors.joining(", "));
  }
}
