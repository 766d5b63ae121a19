package drover.run;

import java.util.Map;

/**
 * What a run is about: what its agent is asked to do, and what its result is judged by.
 *
 * @param topic one line
 * @param text all of it, for prompts
 * @param facts for a rehearsal, which cannot understand a text
 */
public record Brief(String topic, String text, Map<String, String> facts) {
  public Brief {
    facts = Map.copyOf(facts);
  }

  static Brief of(String prompt) {
    return new Brief(prompt, prompt, Map.of());
  }
}
