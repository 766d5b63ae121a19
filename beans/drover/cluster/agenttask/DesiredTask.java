package drover.cluster.agenttask;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.json.Json;
import drover.ledger.RunRecord;
import drover.task.Task;
import drover.task.TaskLimits;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is written to the cluster: AgentTasks as they are to be. */
final class DesiredTask {
  /** The job of an agent that is named by a parameter. */
  private static final String JOB_BY_NAME = "agent";

  private static final String AGENT_PARAMETER = "agent";
  private static final String READ_ONLY_PARAMETER = "read-only";
  private static final Set<String> WEBHOOKS =
      Set.of("webhook", "linear", "github", "knowledge-base");

  private DesiredTask() {}

  /** One that is there, with another status; refused by the API server when it has changed. */
  static GenericKubernetesResource of(AgentTask task, Status status, String namespace) {
    GenericKubernetesResource resource = new GenericKubernetesResource();
    resource.setApiVersion(AgentTask.GROUP + "/" + AgentTask.VERSION);
    resource.setKind(AgentTask.KIND);
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(task.name())
            .withNamespace(namespace)
            .withUid(task.uid())
            .withResourceVersion(task.version())
            .build());
    resource.setAdditionalProperty("spec", task.spec());
    resource.setAdditionalProperty("status", status.json());
    return resource;
  }

  /**
   * One that shows a run and asks for none: it says so from the beginning. Its specification is
   * that of the run, so that setting its phase to Pending has the same done again.
   */
  static GenericKubernetesResource of(RunRecord run, String namespace) {
    Task task = Json.read(run.taskJson(), Task.class);
    GenericKubernetesResource resource = new GenericKubernetesResource();
    resource.setApiVersion(AgentTask.GROUP + "/" + AgentTask.VERSION);
    resource.setKind(AgentTask.KIND);
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(RunNames.of(run))
            .withNamespace(namespace)
            .withLabels(Map.of("app.kubernetes.io/managed-by", "drover"))
            .withAnnotations(Map.of(AgentTask.RUN_ID, run.id()))
            .build());
    resource.setAdditionalProperty("spec", spec(task));
    return resource;
  }

  private static ObjectNode spec(Task task) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    boolean isByName = task.job().equals(JOB_BY_NAME);
    spec.put("agent", isByName ? task.agent() : task.job());
    spec.put("prompt", task.prompt());
    spec.put("runtime", task.worker().word());
    spec.put("trigger", WEBHOOKS.contains(task.trigger()) ? "webhook" : "manual");
    spec.put("readOnly", task.isReadOnly());
    spec.put("executor", task.executor());
    if (task.priority() != 0) {
      spec.put("priority", task.priority());
    }
    put(spec, "branch", task.base());
    put(spec, "repo", task.repository());
    put(spec, "allowedTools", task.allowedTools().map(tools -> String.join(",", tools)));
    TaskLimits own = TaskLimits.of(task.params());
    own.costUsd().ifPresent(usd -> spec.put(AgentTask.MAX_COST, usd));
    own.seconds().ifPresent(seconds -> spec.put(AgentTask.MAX_DURATION, seconds));
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    task.params()
        .forEach(
            (name, value) -> {
              boolean isAgent = isByName && name.equals(AGENT_PARAMETER);
              boolean isField =
                  name.equals(READ_ONLY_PARAMETER) || TaskLimits.names().contains(name);
              if (!isAgent && !isField) {
                params.put(name, value);
              }
            });
    if (!params.isEmpty()) {
      spec.set("params", params);
    }
    return spec;
  }

  private static void put(ObjectNode spec, String field, Optional<String> value) {
    value.ifPresent(text -> spec.put(field, text));
  }
}
