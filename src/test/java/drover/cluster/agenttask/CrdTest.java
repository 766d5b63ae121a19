package drover.cluster.agenttask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The definition of AgentTask: what users hold on to, and what an API server asks of it. */
class CrdTest {
  /**
   * Keywords that a structural schema may have (apiextensions.k8s.io/v1), as far as they are used
   * here.
   */
  private static final Set<String> ALLOWED =
      Set.of(
          "type",
          "description",
          "properties",
          "additionalProperties",
          "items",
          "required",
          "enum",
          "default",
          "format",
          "minimum",
          "maximum",
          "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys");

  private final CustomResourceDefinition definition = ApiServer.definition();
  private final CustomResourceDefinitionVersion version =
      definition.getSpec().getVersions().getFirst();

  @Test
  void its_names_are_those_that_scripts_use() {
    assertThat(definition.getMetadata().getName()).isEqualTo("agenttasks.agents.kyle.pericak.com");
    assertThat(definition.getSpec().getScope()).isEqualTo("Namespaced");
    assertThat(definition.getSpec().getNames().getShortNames()).containsExactly("at");
    assertThat(definition.getSpec().getNames().getListKind()).isEqualTo("AgentTaskList");
    assertThat(version.getName()).isEqualTo("v1alpha1");
    assertThat(version.getServed()).isTrue();
    assertThat(version.getStorage()).isTrue();
    assertThat(version.getSubresources().getStatus()).isNotNull();
  }

  @Test
  void kubectl_prints_agent_trigger_phase_last_run_and_age() {
    assertThat(version.getAdditionalPrinterColumns())
        .extracting(CustomResourceColumnDefinition::getName)
        .containsExactly("Agent", "Trigger", "Phase", "Last Run", "Age");
  }

  @Test
  void its_schema_is_structural() {
    List<String> complaints = new ArrayList<>();
    walk("", CrdSchema.tree(), complaints);
    assertThat(complaints).isEmpty();
  }

  private static void walk(String path, JsonNode schema, List<String> complaints) {
    schema
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!ALLOWED.contains(name)) {
                complaints.add(path + " has " + name);
              }
            });
    String type = schema.path("type").asText();
    if (!Set.of("object", "array", "string", "boolean", "integer", "number").contains(type)) {
      complaints.add(path + " has no type");
    }
    if (schema.has("properties") && schema.has("additionalProperties")) {
      complaints.add(path + " has properties and additionalProperties");
    }
    if (type.equals("array") != schema.has("items")) {
      complaints.add(path + " is no array with items");
    }
    JsonNode properties = schema.path("properties");
    schema
        .path("required")
        .forEach(
            name -> {
              if (!properties.has(name.asText())) {
                complaints.add(path + " requires " + name + ", which it does not have");
              }
            });
    schema
        .path("x-kubernetes-list-map-keys")
        .forEach(
            key -> {
              if (!schema.at("/items/required").toString().contains(key.toString())) {
                complaints.add(path + " has the key " + key + ", which is not required");
              }
            });
    properties
        .properties()
        .forEach(child -> walk(path + "/" + child.getKey(), child.getValue(), complaints));
    if (schema.path("additionalProperties").isObject()) {
      walk(path + "/*", schema.path("additionalProperties"), complaints);
    }
    if (schema.has("items")) {
      walk(path + "/[]", schema.path("items"), complaints);
    }
  }

  @Test
  void a_default_is_a_value_that_may_stand_there() {
    JsonNode spec = CrdSchema.tree().at("/properties/spec/properties");
    assertThat(spec.at("/runtime/default").asText()).isEqualTo("claude");
    assertThat(spec.at("/runtime/enum")).contains(spec.at("/runtime/default"));
    assertThat(spec.at("/trigger/default").asText()).isEqualTo("manual");
    assertThat(spec.at("/trigger/enum")).contains(spec.at("/trigger/default"));
    assertThat(spec.at("/readOnly/default").isBoolean()).isTrue();
  }

  @Test
  void the_phases_are_those_that_are_written() {
    assertThat(CrdSchema.tree().at("/properties/status/properties/phase/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(Stream.of(Phase.values()).map(Phase::word).toList());
  }

  static Stream<Path> a_sample_is_valid() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("k8s/samples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource
  void a_sample_is_valid(Path file) {
    assertThat(CrdSchema.complaintsAboutYaml(ApiServer.text(file))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "prompt: Write about tides, text: nothing",
    "agent: publisher, agent: 7",
    "agent: publisher, 'agent: publisher\n  runtime: cursor'",
    "agent: publisher, 'agent: publisher\n  trigger: always'",
    "agent: publisher, 'agent: publisher\n  readOnly: \"yes\"'",
    "agent: publisher, 'agent: publisher\n  maxCostUsd: 0'",
    "agent: publisher, 'agent: publisher\n  params: {a: 1}'",
  })
  void what_does_not_fit_is_refused(String right, String wrong) {
    assertThat(CrdSchema.complaintsAboutYaml(AgentTasksTest.TIDES)).isEmpty();
    assertThat(CrdSchema.complaintsAboutYaml(AgentTasksTest.TIDES.replace(right, wrong)))
        .isNotEmpty();
  }
}
