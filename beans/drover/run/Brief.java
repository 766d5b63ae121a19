package drover.run;

import java.util.List;
import java.util.Map;

/**
 * What a run is about: what its agent is asked to do, and what its result is judged by.
 *
 * @param topic one line
 * @param text all of it, for prompts
 * @param facts for a rehearsal, which cannot understand a text
 * @param trailers lines that what comes of it carries, for instance {@code Closes #12}
 */
public record Brief(String topic, String text, Map<String, String> facts, List<String> trailers) {
  public Brief {
    facts = Map.copyOf(facts);
    trailers = List.copyOf(trailers);
  }

  public Brief(String topic, String text, Map<String, String> facts) {
    this(topic, text, facts, List.of());
  }

  static Brief of(String prompt) {
    return new Brief(prompt, prompt, Map.of());
  }
}
