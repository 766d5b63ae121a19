/**
 * What people say of a pull request that a run made: looked up, handed on to that run, answered.
 */
@NullMarked
package drover.github.review;

import org.jspecify.annotations.NullMarked;
