/** Events of GitHub: what a repository asks for, where that repository may. */
@NullMarked
package drover.github;

import org.jspecify.annotations.NullMarked;
