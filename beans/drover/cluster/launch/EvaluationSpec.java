package drover.cluster.launch;

import java.util.Optional;

/**
 * The evaluation of a commit, as a Job is made of it; the evaluation itself gets no credential.
 *
 * @param name of the Job
 * @param workspace to be laid first, where no turn has done so; empty: it is on its volume
 * @param home folder of the volume, see {@link TurnSpec}; only where the workspace is laid
 * @param command of the operator
 * @param argument of the command: the client's domain
 */
public record EvaluationSpec(
    ClusterRun run,
    PodSettings pod,
    Storage storage,
    String name,
    Optional<Checkout.Workspace> workspace,
    String home,
    Checkout.Clean checkout,
    CheckSpec.Command command,
    String argument) {}
