/**
 * What the doors of other services have in common: who sent it, and whether it starts something.
 */
@NullMarked
package drover.trigger;

import org.jspecify.annotations.NullMarked;
