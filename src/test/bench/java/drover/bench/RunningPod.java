package drover.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The pod of a Job as a node tells of it while its agent runs. */
final class RunningPod {
  private RunningPod() {}

  static ObjectNode of(ObjectNode job) {
    JsonNode template = job.path("spec").path("template");
    String name = job.path("metadata").path("name").asText();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode pod =
        JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    metadata
        .put("name", name + "-abcde")
        .put("namespace", job.path("metadata").path("namespace").asText());
    metadata.set("annotations", template.path("metadata").path("annotations").deepCopy());
    ObjectNode labels = template.path("metadata").path("labels").deepCopy();
    metadata.set("labels", labels.put("job-name", name).put("batch.kubernetes.io/job-name", name));
    ObjectNode spec = template.path("spec").deepCopy();
    pod.set("spec", spec.put("nodeName", "node-1").put("schedulerName", "default-scheduler"));
    ObjectNode status = pod.putObject("status");
    status.put("phase", "Running").put("podIP", "10.0.0.1").put("startTime", now);
    for (String type : new String[] {"Initialized", "Ready", "ContainersReady", "PodScheduled"}) {
      status
          .withArray("conditions")
          .addObject()
          .put("type", type)
          .put("status", "True")
          .put("lastTransitionTime", now);
    }
    for (JsonNode container : spec.path("containers")) {
      ObjectNode told = status.withArray("containerStatuses").addObject();
      told.put("name", container.path("name").asText()).put("ready", true).put("started", true);
      told.put("image", container.path("image").asText()).put("restartCount", 0).put("imageID", "");
      told.putObject("state").putObject("running").put("startedAt", now);
    }
    return pod;
  }
}
