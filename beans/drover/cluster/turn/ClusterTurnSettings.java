package drover.cluster.turn;

import java.time.Duration;

/**
 * How turns in a cluster are looked after.
 *
 * @param poll time between two looks at what has come
 * @param patience how long a pod may wait for a node
 * @param mostMoves how often a turn goes on in another pod when the cluster took its pod away
 * @param grace between telling a pod to stop and killing it
 */
public record ClusterTurnSettings(
    Duration poll, Duration patience, int mostMoves, Duration grace) {}
