package drover.cluster.agenttask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.json.Json;
import drover.json.WireJson;
import drover.task.TaskLimits;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An AgentTask as the cluster has it: group {@value #GROUP}, see {@code k8s/base/crd.yaml}.
 *
 * @param version changes with every change of the resource
 * @param generation changes with every change of the specification
 * @param madeFor the run that it was made to show; empty: it asks for runs itself
 */
record AgentTask(
    String name,
    String uid,
    String version,
    long generation,
    Instant created,
    Optional<String> madeFor,
    ObjectNode spec,
    Status status) {
  static final String GROUP = "agents.kyle.pericak.com";
  static final String VERSION = "v1alpha1";
  static final String KIND = "AgentTask";
  static final String PLURAL = "agenttasks";

  static final String MAX_COST = "maxCostUsd";
  static final String MAX_DURATION = "maxDurationSeconds";

  /** The annotation that names the run which an AgentTask was made to show. */
  static final String RUN_ID = GROUP + "/run-id";

  /**
   * @param json of the whole resource, as the API server gives it
   * @throws IllegalArgumentException when it is no resource
   */
  static AgentTask read(String json) {
    JsonNode tree = Json.tree(json);
    JsonNode metadata = tree.path("metadata");
    return new AgentTask(
        required(metadata, "name"),
        required(metadata, "uid"),
        WireJson.text(metadata, "resourceVersion").orElse(""),
        metadata.path("generation").asLong(0),
        Instant.parse(required(metadata, "creationTimestamp")),
        WireJson.text(metadata.path("annotations"), RUN_ID),
        tree.path("spec") instanceof ObjectNode spec ? spec : JsonNodeFactory.instance.objectNode(),
        Status.read(tree.path("status")));
  }

  private static String required(JsonNode metadata, String field) {
    return WireJson.text(metadata, field)
        .orElseThrow(() -> new IllegalArgumentException("an AgentTask has no " + field));
  }

  /** The cron expression that it follows; empty: it asks for a run at once. */
  Optional<String> schedule() {
    boolean isScheduled = WireJson.text(spec, "trigger").filter("scheduled"::equals).isPresent();
    return WireJson.text(spec, "schedule")
        .filter(text -> isScheduled && !text.isBlank())
        .map(String::strip);
  }

  /** What it asks for; a text that says nothing counts as left out. */
  ObjectNode asked() {
    ObjectNode said = spec.deepCopy();
    said.properties().removeIf(field -> isBlank(field.getValue()));
    return said;
  }

  private static boolean isBlank(JsonNode value) {
    return value.isTextual() && value.textValue().isBlank();
  }

  /** What its run may cost, as parameters of the task. */
  Map<String, String> limits() {
    Map<String, String> limits = new TreeMap<>();
    JsonNode cost = spec.path(MAX_COST);
    JsonNode seconds = spec.path(MAX_DURATION);
    if (!cost.isMissingNode()) {
      limits.put(
          TaskLimits.COST, cost.isNumber() ? cost.decimalValue().toPlainString() : cost.asText());
    }
    if (!seconds.isMissingNode()) {
      limits.put(TaskLimits.DURATION, seconds.asText());
    }
    return limits;
  }

  /** The run that is its latest, as far as it says so itself. */
  Optional<String> latestRun() {
    return status.runId().or(() -> madeFor);
  }

  /** Whether its task was refused as it stands now, and nobody has asked again. */
  boolean isRefused() {
    Optional<Condition> accepted =
        status.condition(Condition.ACCEPTED).filter(said -> said.status().equals(Condition.FALSE));
    boolean isChanged =
        accepted
            .flatMap(Condition::observedGeneration)
            .filter(seen -> seen != generation)
            .isPresent();
    return accepted.isPresent() && !status.asksForARun() && !(schedule().isPresent() && isChanged);
  }
}
