package drover.factory;

import drover.cluster.access.ClusterAccess;
import drover.cluster.step.ClusterAgents;
import drover.cluster.step.ClusterRuns;
import drover.cluster.step.Rendering;
import drover.cluster.step.TurnPlans;
import drover.config.Settings;
import drover.intake.JobRules;
import drover.ledger.Claim;
import drover.machine.Clock;
import drover.mcp.McpPrograms;
import drover.run.RunDirectory;
import drover.run.RunExecution;
import drover.task.RunId;
import drover.task.Task;
import drover.task.TaskRequest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/** What a task would create in a cluster; nothing is written, and nobody is asked. */
public final class RenderedRun {
  private static final String REDACTED = "REDACTED";

  private RenderedRun() {}

  /**
   * @throws drover.task.InvalidTask when the request cannot become a run
   */
  public static List<HasMetadata> of(
      TaskRequest request, Site site, Settings settings, Clock clock) {
    Task task = new JobRules(settings, List.of("kubernetes")).validate(request);
    String id = RunId.of(request.source(), request.idempotencyKey());
    RunExecution run =
        new RunExecution(
            new Claim(id, "", 0, 1), task, clock.now(), RunDirectory.of(site.dataDirectory(), id));
    ClusterAgents agents =
        new ClusterAgents(
            settings,
            any -> Optional.of(REDACTED),
            any -> Optional.of(REDACTED),
            site.installation().resolve("runtime-image"),
            site.environment());
    try (ClusterAccess access = new ClusterAccess(site.environment(), settings.kubernetes())) {
      ClusterRuns runs = new ClusterRuns(access::namespace, ClusterRuns.TaskObjects.NONE);
      McpPrograms programs = new McpPrograms(settings, any -> Optional.of(REDACTED));
      TurnPlans plans = new TurnPlans(settings, runs, agents, programs);
      return new Rendering(settings, plans, runs, REDACTED).of(run);
    }
  }
}
