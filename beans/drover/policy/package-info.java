/** Judges what a run would bring into the world, before anything leaves. */
@NullMarked
package drover.policy;

import org.jspecify.annotations.NullMarked;
