/** Events of Linear: a label that is put on starts work on its issue. */
@NullMarked
package drover.linear;

import org.jspecify.annotations.NullMarked;
