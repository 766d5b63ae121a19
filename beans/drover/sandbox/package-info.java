/**
 * Shuts programs in that run what an agent wrote: they see a read-only system, the workspace and a
 * home of their own, and nothing else of this machine.
 */
@NullMarked
package drover.sandbox;

import org.jspecify.annotations.NullMarked;
