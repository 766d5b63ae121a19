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
import drover.webhook.TaskForm;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.main.Main;

/** AgentTasks: their routes are loaded in a cluster, or where somebody asks for it. */
final class AgentTaskParts implements AutoCloseable {
  /** The routes that nobody else has. */
  static final String ROUTES = "triggers/agent-tasks";

  private final boolean isOn;
  private final ClusterAccess cluster;
  private final AgentTasks tasks;
  private final AgentTaskObjects objects;

  AgentTaskParts(
      Site site, Settings settings, Ledger ledger, Redactor redactor, Parts parts, TaskForm form) {
    this.isOn = settings.kubernetes().agentTasks() || ClusterAccess.isInside(site.environment());
    this.cluster = new ClusterAccess(site.environment(), settings.kubernetes());
    Fleet fleet = new Fleet();
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

  private static String agentOf(drover.task.TaskRequest request) {
    return request.params().getOrDefault("agent", request.job());
  }

  /**
   * @throws drover.cluster.access.NoCluster when AgentTasks are asked for and no cluster is named
   */
  Map<String, Object> forRoutes() {
    Map<String, Object> beans = new HashMap<>();
    beans.put("agentTasks", tasks);
    beans.put("agentTaskObjects", objects);
    if (isOn) {
      beans.put("kubernetesClient", cluster.client());
    }
    return beans;
  }

  /** What routes say by a placeholder and only the cluster knows. */
  void configure(Main camel) {
    if (isOn) {
      camel.addOverrideProperty("drover.kubernetes.namespace", cluster.namespace());
    }
  }

  /** To be closed when Camel has stopped. */
  @Override
  public void close() {
    cluster.close();
  }
}
