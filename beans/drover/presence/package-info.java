/** Who is at work where: said for as long as it is true, and a little longer after a crash. */
@NullMarked
package drover.presence;

import org.jspecify.annotations.NullMarked;
