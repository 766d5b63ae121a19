package drover.factory;

import drover.cluster.access.ClusterAccess;
import drover.cluster.agenttask.AgentTaskObjects;
import drover.cluster.agenttask.AgentTasks;
import drover.cluster.agenttask.Fleet;
import drover.cluster.agenttask.RunNames;
import drover.cluster.presence.Leases;
import drover.config.Settings;
import drover.http.Receipts;
import drover.ledger.Ledger;
import drover.redact.Redactor;
import drover.task.TaskRequest;
import drover.webhook.TaskForm;
import java.util.Map;
import java.util.Set;
import org.apache.camel.main.Main;

/**
 * AgentTasks, and what else a cluster shows of this factory: their routes are loaded in a cluster,
 * or where somebody asks for it.
 */
final class AgentTaskParts {
  /** The routes that nobody else has. */
  private static final Set<String> ROUTES = Set.of("triggers/agent-tasks", "presence-leases");

  private final boolean isOn;
  private final ClusterAccess cluster;
  private final AgentTasks tasks;
  private final AgentTaskObjects objects;
  private final Leases leases;

  AgentTaskParts(
      Site site, Settings settings, Ledger ledger, Redactor redactor, Parts parts, TaskForm form) {
    this.isOn = settings.kubernetes().agentTasks() || ClusterAccess.isInside(site.environment());
    this.cluster = parts.cluster().access();
    Fleet fleet = parts.cluster().fleet();
    this.tasks = new AgentTasks(fleet, ledger, parts.clock(), form, parts.cancellation(), redactor);
    this.leases = new Leases(cluster::client, cluster::namespace, ledger, parts.clock());
    this.objects = new AgentTaskObjects(cluster::client, cluster::namespace, fleet);
  }

  /** Whether a server loads these routes. */
  boolean wants(String routes) {
    return isOn || !ROUTES.contains(routes);
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
    return Map.of("agentTasks", tasks, "agentTaskObjects", objects, "leases", leases);
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
