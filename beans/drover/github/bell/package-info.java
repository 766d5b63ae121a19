/** Comments that are heard without a webhook: a reason to look, and nothing more. */
@NullMarked
package drover.github.bell;

import org.jspecify.annotations.NullMarked;
