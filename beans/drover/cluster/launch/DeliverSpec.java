package drover.cluster.launch;

import java.time.Duration;

/**
 * The push of a commit, as a Job is made of it.
 *
 * @param name of the Job
 * @param remote with what is needed to write there
 * @param commit the one that was verified
 * @param expected where the branch stands now; empty: there is no such branch
 */
public record DeliverSpec(
    ClusterRun run,
    PodSettings pod,
    Storage storage,
    String name,
    Source.Remote remote,
    String branch,
    String commit,
    String expected,
    Duration deadline) {}
