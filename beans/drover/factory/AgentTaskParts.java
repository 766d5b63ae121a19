package drover.factory;

import drover.cluster.access.ClusterAccess;
import drover.cluster.agenttask.AgentTaskObjects;
import drover.cluster.agenttask.AgentTasks;
import drover.cluster.agenttask.Fleet;
import drover.cluster.agenttask.RunNames;
import drover.config.Settings;
import drover.http.Receipts;
import drover.ledger.Ledger;
import drover.redact.Redactor;
import drover.task.TaskRequest;
import drover.webhook.TaskForm;
import java.util.Map;
import org.apache.camel.main.Main;

/** AgentTasks: their routes are loaded in a cluster, or where somebody asks for it. */
final class AgentTaskParts {
  /** The routes that nobody else has. */
  private static final String ROUTES = "triggers/agent-tasks";

  private final boolean isOn;
  private final ClusterAccess cluster;
  private final AgentTasks tasks;
  private final AgentTaskObjects objects;

  AgentTaskParts(
      Site site, Settings settings, Ledger ledger, Redactor redactor, Parts parts, TaskForm form) {
    this.isOn = settings.kubernetes().agentTasks() || ClusterAccess.isInside(site.environment());
    this.cluster = parts.cluster().access();
    Fleet fleet = parts.cluster().fleet();
    this.tasks = new AgentTasks(fleet, ledger, parts.clock(), form, parts.cancellation(), redactor);
    this.objects = new AgentTaskObjects(cluster::client, cluster::namespace, fleet);
  }

  /** Whether a server loads these routes. */
  boolean wants(String routes) {
    return isOn || !routes.equals(ROUTES);
  }

  /** Answers name AgentTasks where there are any. */
  Receipts receipts() {
    return isOn
        ? new Receipts((request, run) -> RunNames.made(request.trigger(), agentOf(request), run))
        : new Receipts((request, run) -> run);
  }

  private static String agentOf(TaskRequest request) {
    return request.params().getOrDefault("agent", request.job());
  }

  Map<String, Object> forRoutes() {
    return Map.of("agentTasks", tasks, "agentTaskObjects", objects);
  }

  /**
   * What routes say by a placeholder and only the cluster knows.
   *
   * @throws drover.cluster.access.NoCluster when AgentTasks are asked for and no cluster is named
   */
  void configure(Main camel) {
    if (isOn) {
      cluster.client();
      camel.addOverrideProperty("drover.kubernetes.namespace", cluster.namespace());
    }
  }
}
