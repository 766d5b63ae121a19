/**
 * How GitHub is reached: which repositories are its own, with which credential, and what it says.
 */
@NullMarked
package drover.github.access;

import org.jspecify.annotations.NullMarked;
