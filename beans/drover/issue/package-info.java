/** The issue that a run works on: what it says, and what it is told of the work. */
@NullMarked
package drover.issue;

import org.jspecify.annotations.NullMarked;
