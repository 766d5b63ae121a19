/** The steps of a run whose turns are Kubernetes Jobs. */
package drover.cluster.step;
