package drover.github.poll;

import drover.dispatch.GateState;
import java.util.List;
import java.util.Optional;

/**
 * Why no run is begun for an issue now, or that one would be: {@code docs/schemas/why.schema.json}.
 *
 * @param issue {@code owner/repo#12}
 * @param admitted whether every gate is open
 * @param gate the first one that is shut; empty: none
 * @param why in a sentence
 * @param gates all in their order
 */
public record IssueExplanation(
    String issue, boolean admitted, Optional<String> gate, String why, List<GateState> gates) {}
