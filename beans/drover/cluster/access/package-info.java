/** How the factory reaches a cluster. */
package drover.cluster.access;
