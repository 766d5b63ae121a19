package drover.cluster.agenttask;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import drover.json.Json;
import drover.json.WireJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The status of an AgentTask, see {@code k8s/base/crd.yaml}. Whoever writes it may have left out
 * anything; what cannot be read counts as left out.
 *
 * @param phase a word of {@link Phase}; empty: nobody has said anything yet
 * @param lastRunTime when the latest run was accepted
 * @param costUsd what it had cost when something else changed
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Status(
    Optional<String> phase,
    Optional<Instant> lastRunTime,
    Optional<String> jobName,
    Optional<String> runId,
    Optional<String> branch,
    Optional<String> pullRequest,
    Optional<Double> costUsd,
    Optional<String> stage,
    Optional<String> message,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Condition> conditions) {

  Status {
    // in one order, so that the same is equal
    conditions = conditions.stream().sorted(Comparator.comparing(Condition::type)).toList();
  }

  static Status none() {
    return new Status(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static Status read(JsonNode status) {
    List<Condition> conditions = new ArrayList<>();
    status.path("conditions").forEach(condition -> read(condition, conditions));
    return new Status(
        WireJson.text(status, "phase"),
        instant(status, "lastRunTime"),
        WireJson.text(status, "jobName"),
        WireJson.text(status, "runId"),
        WireJson.text(status, "branch"),
        WireJson.text(status, "pullRequest"),
        status.path("costUsd").isNumber()
            ? Optional.of(status.path("costUsd").doubleValue())
            : Optional.empty(),
        WireJson.text(status, "stage"),
        WireJson.text(status, "message"),
        conditions);
  }

  private static void read(JsonNode condition, List<Condition> into) {
    Optional<String> type = WireJson.text(condition, "type");
    Optional<Instant> since = instant(condition, "lastTransitionTime");
    JsonNode generation = condition.path("observedGeneration");
    if (type.isPresent() && since.isPresent()) {
      into.add(
          new Condition(
              type.get(),
              WireJson.text(condition, "status").orElse(Condition.UNKNOWN),
              WireJson.text(condition, "reason").orElse(Condition.UNKNOWN),
              WireJson.text(condition, "message").orElse(""),
              since.get(),
              generation.isIntegralNumber()
                  ? Optional.of(generation.longValue())
                  : Optional.empty()));
    }
  }

  private static Optional<Instant> instant(JsonNode node, String field) {
    try {
      return WireJson.text(node, field).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty(); // as if it were not there
    }
  }

  Optional<Phase> known() {
    return phase.flatMap(Phase::parse);
  }

  Optional<Condition> condition(String type) {
    return conditions.stream().filter(known -> known.type().equals(type)).findFirst();
  }

  boolean says(String type, String status) {
    return condition(type).filter(known -> known.status().equals(status)).isPresent();
  }

  /** Whether the end of its latest run was written here before. */
  boolean tellsAnEnd() {
    return says(Condition.SUCCEEDED, Condition.TRUE) || says(Condition.SUCCEEDED, Condition.FALSE);
  }

  /** Whether somebody asks for a run: for the first one, or for another one. */
  boolean asksForARun() {
    return phase.isEmpty() || known().equals(Optional.of(Phase.PENDING));
  }

  /** The same, where it and conditions of others are kept. */
  Status with(Phase other, String words, Condition... said) {
    return new Status(
        Optional.of(other.word()),
        lastRunTime,
        jobName,
        runId,
        branch,
        pullRequest,
        costUsd,
        stage,
        Optional.of(words),
        merged(said));
  }

  /** The same with what is said now. */
  Status saying(Condition... said) {
    return new Status(
        phase,
        lastRunTime,
        jobName,
        runId,
        branch,
        pullRequest,
        costUsd,
        stage,
        message,
        merged(said));
  }

  /** The same, where nothing is said of that. */
  Status without(String type) {
    List<Condition> left = conditions.stream().filter(known -> !known.type().equals(type)).toList();
    return new Status(
        phase, lastRunTime, jobName, runId, branch, pullRequest, costUsd, stage, message, left);
  }

  /** The same with another line for people. */
  Status telling(String words) {
    return new Status(
        phase,
        lastRunTime,
        jobName,
        runId,
        branch,
        pullRequest,
        costUsd,
        stage,
        Optional.of(words),
        conditions);
  }

  List<Condition> merged(Condition... said) {
    List<Condition> all = new ArrayList<>(conditions);
    for (Condition one : said) {
      Condition kept = one.since(condition(one.type()));
      all.removeIf(known -> known.type().equals(one.type()));
      all.add(kept);
    }
    return all;
  }

  /**
   * Whether both say the same; what a run costs changes with every message, and is told in passing.
   */
  boolean isAsGoodAs(Status other) {
    return withoutCost().equals(other.withoutCost());
  }

  private Status withoutCost() {
    return new Status(
        phase,
        lastRunTime,
        jobName,
        runId,
        branch,
        pullRequest,
        Optional.empty(),
        stage,
        message,
        conditions);
  }

  ObjectNode json() {
    return (ObjectNode) Json.tree(Json.write(this));
  }
}
