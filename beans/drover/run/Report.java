package drover.run;

import java.util.Optional;

/**
 * What a run found out, where that is its result.
 *
 * @param text for people, shortened
 * @param artifact file with all of it
 * @param accuracy share of the cases that were right, 0 to 1, where cases were evaluated
 */
public record Report(String text, String artifact, Optional<Double> accuracy) {}
