package drover.cluster.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KnownObjectsTest {
  private static final String LONG = "what it was asked to do ".repeat(100);

  @Test
  void of_a_pod_is_kept_how_it_is_and_what_it_may_use_and_not_what_it_was_asked_to_do() {
    Pod pod =
        new PodBuilder()
            .withMetadata(metadata())
            .withNewSpec()
            .withNodeName("node-1")
            .addNewInitContainer()
            .withName("server")
            .withRestartPolicy("Always")
            .endInitContainer()
            .addNewContainer()
            .withName("agent")
            .withArgs(LONG)
            .withNewResources()
            .addToLimits("memory", new Quantity("4Gi"))
            .endResources()
            .endContainer()
            .endSpec()
            .withNewStatus()
            .withPhase("Running")
            .endStatus()
            .build();
    KnownObjects<Pod> known = KnownObjects.pods();
    known.put(known.getKey(pod), pod);
    Pod kept = Objects.requireNonNull(known.get("agents/x"));
    assertThat(Serialization.asJson(kept))
        .doesNotContain("asked to do")
        .contains("node-1", "server", "Always", "agent", "4Gi", "Running", "of-run");
  }

  @Test
  void of_a_job_is_kept_how_it_is() {
    Job job =
        new JobBuilder()
            .withMetadata(metadata())
            .withNewSpec()
            .withNewTemplate()
            .withNewSpec()
            .addNewContainer()
            .withArgs(LONG)
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .withNewStatus()
            .withFailed(1)
            .endStatus()
            .build();
    KnownObjects<Job> known = KnownObjects.jobs();
    known.put(known.getKey(job), job);
    Job kept = Objects.requireNonNull(known.get("agents/x"));
    assertThat(Serialization.asJson(kept))
        .doesNotContain("asked to do")
        .contains("of-run", "\"failed\":1");
  }

  private static ObjectMeta metadata() {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setNamespace("agents");
    metadata.setName("x");
    metadata.getLabels().put("task", "of-run");
    metadata.getManagedFields().add(field());
    return metadata;
  }

  private static io.fabric8.kubernetes.api.model.ManagedFieldsEntry field() {
    var field = new io.fabric8.kubernetes.api.model.ManagedFieldsEntry();
    field.setManager(LONG);
    return field;
  }
}
