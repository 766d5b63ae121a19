/** What probes and Prometheus are told: health, and figures by the names of docs/metrics.md. */
package drover.observe;
