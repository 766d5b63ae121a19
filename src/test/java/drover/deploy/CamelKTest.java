package drover.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import drover.config.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The integrations for Camel K, held to its own definition of the resource. */
class CamelKTest {
  private static final Path FOLDER = Workbench.ROOT.resolve("camel-k-integrations");

  /** Known to newer operators only, which serve health and metrics on a port of their own. */
  private static final String NEWER =
      ".*(livenessPort|readinessPort|startupPort|container: property 'ports').*";

  private static final JsonSchema INTEGRATION = definition();

  private static JsonSchema definition() {
    try (InputStream input =
        Objects.requireNonNull(
            CamelKTest.class.getResourceAsStream("/camel.apache.org_integrations.yaml"))) {
      String yaml = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      JsonNode schema =
          Manifests.documents(yaml)
              .getFirst()
              .path("spec")
              .path("versions")
              .path(0)
              .path("schema")
              .path("openAPIV3Schema");
      refuseUnknown(schema);
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The cluster would drop an unknown field without a word. */
  private static void refuseUnknown(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(CamelKTest::refuseUnknown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "controller", "triage-schedule", "webhook-relay"})
  void camel_k_knows_every_field(String name) {
    JsonNode integration = integration(name);
    ((ObjectNode) integration).remove("metadata"); // not Camel K's

    assertThat(INTEGRATION.validate(integration).stream().map(ValidationMessage::getMessage))
        .filteredOn(message -> !message.matches(NEWER) && !message.contains("'metadata'"))
        .isEmpty();
  }

  @Test
  void a_field_that_camel_k_does_not_know_is_found() {
    ObjectNode integration = (ObjectNode) integration("gateway");
    ((ObjectNode) integration.path("spec")).put("imagePolicy", "x");

    assertThat(INTEGRATION.validate(integration).toString()).contains("imagePolicy");
  }

  @Test
  void nothing_that_is_deprecated_is_used() {
    assertThat(integration("gateway").path("spec").has("configuration")).isFalse();
    assertThat(integration("controller").path("spec").has("configuration")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "controller"})
  void the_image_of_the_controller_is_run_as_it_is(String name) {
    JsonNode spec = integration(name).path("spec");
    JsonNode container = spec.path("traits").path("container");

    assertThat(container.path("image").asText()).startsWith("drover-controller:");
    assertThat(spec.has("flows") || spec.has("sources")).isFalse();
    assertThat(container.path("runAsUser").asInt()).isEqualTo(1001);
    assertThat(container.path("allowPrivilegeEscalation").asBoolean()).isFalse();
    assertThat(container.path("capabilitiesDrop").toString()).isEqualTo("[\"ALL\"]");
    assertThat(spec.path("traits").path("health").path("readinessProbe").asText())
        .isEqualTo("/observe/health/ready");
    assertThat(spec.path("traits").path("prometheus").path("enabled").asBoolean()).isTrue();
    assertThat(spec.path("serviceAccountName").asText()).isEqualTo("drover-controller");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "controller"})
  void secrets_are_mounted_and_no_value_is_a_variable(String name) {
    JsonNode traits = integration(name).path("spec").path("traits");

    assertThat(traits.path("mount").path("resources").toString())
        .contains("secret:drover-secrets@/run/secrets/drover");
    assertThat(variables(name).entrySet())
        .filteredOn(it -> it.getKey().matches(".*(TOKEN|KEY|SECRET|PASSWORD).*"))
        .hasSize(3)
        .allMatch(it -> it.getKey().endsWith("_FILE"))
        .allMatch(it -> it.getValue().startsWith("/run/secrets/drover/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "controller"})
  void the_program_understands_what_it_is_given(String name, @TempDir Path folder)
      throws IOException {
    JsonNode map = document("configuration.yaml");
    Path file =
        Files.writeString(
            folder.resolve("application.yaml"), map.path("data").path("application.yaml").asText());

    Configuration configuration = Configuration.load(Optional.of(file), variables(name));

    assertThat(configuration.settings().http().managementPort()).isEqualTo(9876);
    assertThat(configuration.properties().get("drover.ledger.url")).startsWith("jdbc:postgresql:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"triage-schedule", "webhook-relay"})
  void what_kubectl_applies_is_what_kamel_runs(String name) {
    assertThat(integration(name).path("spec").path("flows"))
        .isEqualTo(document("source/" + name + ".camel.yaml"));
  }

  @Test
  void every_component_of_a_route_is_a_dependency() {
    assertThat(integration("triage-schedule").path("spec").path("dependencies").toString())
        .contains("camel:quartz", "camel:http");
    assertThat(integration("webhook-relay").path("spec").path("dependencies").toString())
        .contains("camel:platform-http", "camel:http");
  }

  private static Map<String, String> variables(String name) {
    JsonNode list = integration(name).path("spec").path("traits").path("environment").path("vars");
    return StreamSupport.stream(list.spliterator(), false)
        .map(it -> it.asText().split("=", 2))
        .collect(Collectors.toMap(it -> Arrays.asList(it).getFirst(), it -> it[1]));
  }

  private static JsonNode integration(String name) {
    return document(name + ".yaml");
  }

  private static JsonNode document(String name) {
    try {
      return Manifests.documents(Files.readString(FOLDER.resolve(name))).getFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
