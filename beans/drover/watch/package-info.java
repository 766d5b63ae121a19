/** Watching CI of what was pushed: until it is green, is mended, or is left to a person. */
@NullMarked
package drover.watch;

import org.jspecify.annotations.NullMarked;
