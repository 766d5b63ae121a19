/** Keeps secrets out of every text that leaves the process. */
@NullMarked
package drover.redact;

import org.jspecify.annotations.NullMarked;
