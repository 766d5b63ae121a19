/** Issues that are ready to be worked on with nobody at the keyboard: found, judged and claimed. */
@NullMarked
package drover.github.poll;

import org.jspecify.annotations.NullMarked;
