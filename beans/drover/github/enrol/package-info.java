/** Whether a repository may be worked on with nobody at the keyboard, and what it lacks. */
@NullMarked
package drover.github.enrol;

import org.jspecify.annotations.NullMarked;
