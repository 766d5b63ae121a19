/**
 * AgentTasks: what people and programs ask for through the Kubernetes API, and where the run of
 * each task stands. The ledger tells what is so; an AgentTask shows it, and asks.
 */
@NullMarked
package drover.cluster.agenttask;

import org.jspecify.annotations.NullMarked;
