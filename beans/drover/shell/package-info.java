/**
 * Reads a command line as a shell would, without running it: which programs it would call, with
 * which arguments, where, and fed by what. Total: every text is read within bounds or refused.
 */
@NullMarked
package drover.shell;

import org.jspecify.annotations.NullMarked;
