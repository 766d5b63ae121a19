/** Tickets of Linear: what they ask for, and what is said on them about the work. */
@NullMarked
package drover.ticket;

import org.jspecify.annotations.NullMarked;
