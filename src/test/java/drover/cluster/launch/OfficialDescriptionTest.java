package drover.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import drover.cli.Caller;
import drover.cli.Caller.Answer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the factory makes in a cluster, held to what Kubernetes says that its objects are. */
class OfficialDescriptionTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"turn-implement", "turn-review", "turn-read-only", "turn-rehearsal-of-a-bundle"})
  void every_object_of_a_turn_is_as_kubernetes_describes_it(String name) {
    List<HasMetadata> wanted =
        new TurnObjects(Golden.SCRIPTS).of(new Golden(name).before(TurnSpec.class));
    assertThat(wanted).extracting(HasMetadata::getKind).contains("Job", "ConfigMap");
    assertThat(OfficialDescription.violations(wanted)).isEmpty();
  }

  @Test
  void so_is_every_volume() {
    ClusterRun run = new Golden("turn-implement").before(TurnSpec.class).run();
    assertThat(
            OfficialDescription.violations(
                List.of(
                    WorkspaceVolumes.of(run, "5Gi", Optional.of("fast")),
                    WorkspaceVolumes.shared("agents", "agent-workspace", "5Gi", Optional.empty()))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "publisher, --rehearse, 'PersistentVolumeClaim,Job,Secret,ConfigMap'",
    "publisher, --runtime=opencode, 'PersistentVolumeClaim,Job,Secret,ConfigMap'",
    "journalist, --read-only, 'PersistentVolumeClaim,Job,Secret,ConfigMap'",
  })
  void so_is_all_that_render_prints(String job, String option, String kinds) {
    Answer answer =
        Caller.at(folder)
            .with("DROVER_KUBERNETES_PRIORITY_CLASS", "low")
            .with("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-planted")
            .call("render", job, "A page about beans", option, "--json");
    assertThat(answer.status()).as(answer.complaints()).isZero();
    List<HasMetadata> printed =
        Serialization.unmarshal(answer.printed(), KubernetesList.class).getItems();
    assertThat(printed).extracting(HasMetadata::getKind).contains(kinds.split(","));
    assertThat(OfficialDescription.violations(printed)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"containers\":[', '\"contaners\":[],\"containers\":[', contaners",
    "'\"restartPolicy\":', '\"restartPolicies\":', restartPolicies",
    "'\"name\":\"agent\",', '', 'required field `name`'",
    "'\"mountPath\":', '\"mountpath\":', mountpath",
    "'\"tolerations\":[', '\"tolerations\":[{\"chord\":1}],\"tolerance\":[', tolerance",
  })
  void a_field_that_kubernetes_does_not_know_or_misses_is_found(
      String right, String wrong, String told) {
    HasMetadata job =
        new TurnObjects(Golden.SCRIPTS)
            .of(new Golden("turn-implement").before(TurnSpec.class))
            .getFirst();
    String json = Serialization.asJson(job);
    assertThat(json).contains(right);
    assertThat(
            OfficialDescription.violation(
                "Job", json.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong))))
        .singleElement()
        .asString()
        .contains(told);
  }
}
