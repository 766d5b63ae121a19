package drover.run;

import java.util.Optional;

/**
 * A gate that is shut: a person has to look.
 *
 * @param gate outcome of the run, and code of its reason
 * @param step name of the step whose work the gate is about
 * @param sentence why it is shut
 * @param seen digest of what it is about; an approval is for exactly that
 * @param never why nobody may approve it; empty: a person may
 */
public record Block(
    String gate, String step, String sentence, String seen, Optional<String> never) {}
