/**
 * What a run is in a cluster: pure functions from a run to the objects that are wanted there.
 * Nobody in here asks a clock or a cluster, or reads a file.
 */
package drover.cluster.launch;
