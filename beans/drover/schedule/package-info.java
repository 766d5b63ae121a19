/**
 * Jobs that begin by themselves: when, for whom, and what is done about firings that were missed.
 */
package drover.schedule;
