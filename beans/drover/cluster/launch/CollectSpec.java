package drover.cluster.launch;

import java.time.Duration;

/**
 * What a branch has on top of its base, as a Job is made of it that prints it.
 *
 * @param name of the Job
 * @param mostBytes largest bundle that is printed
 */
public record CollectSpec(
    ClusterRun run,
    PodSettings pod,
    Storage storage,
    String name,
    String branch,
    String baseCommit,
    long mostBytes,
    Duration deadline) {}
