/** What GitHub shows of CI: checks, statuses and deployments of a commit, and why they failed. */
@NullMarked
package drover.github.ci;

import org.jspecify.annotations.NullMarked;
