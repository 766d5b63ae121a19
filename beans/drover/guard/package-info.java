/**
 * The guard: judges what an agent is about to do, before it does it. It decides here, in the
 * factory; what stands in the sandbox only relays the question.
 */
@NullMarked
package drover.guard;

import org.jspecify.annotations.NullMarked;
