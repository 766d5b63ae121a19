/**
 * Carries out one turn as a Kubernetes Job: follows the log of its pod, says why it ended, finds it
 * again after a crash, stops it.
 */
@NullMarked
package drover.cluster.turn;

import org.jspecify.annotations.NullMarked;
