package drover.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;

class ShippedConfigurationTest {

  private static final Pattern KEY = Pattern.compile("\\s*(- )?[a-z][\\w.-]*:( .*)?");
  private static final Pattern COMMENT_BESIDE = Pattern.compile(".*\\s# \\S.*");
  private static final Pattern COMMENT = Pattern.compile("\\s*# \\S.*");

  private final ConfigurationSchema schema = ConfigurationSchema.packaged();
  private final Layer shipped = ConfigurationFile.packaged().read().layer();

  @Test
  void it_is_valid_as_it_is_shipped() {
    assertThat(new Validation(schema, shipped).problems()).isEmpty();
    assertThat(ConfigurationFile.packaged().read().problems()).isEmpty();
  }

  @Test
  void every_key_line_has_a_comment_above_or_beside_it() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("application.yaml"));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (KEY.matcher(line).matches()) {
        boolean isCommented =
            COMMENT_BESIDE.matcher(line).matches() || COMMENT.matcher(lines.get(i - 1)).matches();
        assertThat(isCommented).as("line %d: %s", i + 1, line).isTrue();
      }
    }
  }

  @Test
  void every_key_of_the_schema_stands_in_it() {
    List<String> absent =
        schema.keys(shipped.tree()).stream()
            .filter(key -> key.in(shipped.tree()).isMissingNode())
            .map(KeyPath::toString)
            .filter(
                key -> // those of all jobs hold, or only some jobs do such a thing
                !key.matches(
                        "drover\\.jobs\\.[^.]+\\.((limits|policy|evaluation|triage|kubernetes)\\..*|deliver)"))
            .filter(key -> !key.matches(".*\\.parameters\\.[^.]+\\.default")) // most have none
            .toList();
    // which agent leads is given by the request of this job
    assertThat(absent).containsExactly("drover.jobs.agent.agent");
  }

  @Test
  void every_key_of_the_schema_has_a_description() {
    assertThat(schema.keys(shipped.tree()))
        .allSatisfy(
            key ->
                assertThat(schema.at(key).path("description").asText()).as("%s", key).isNotBlank());
  }

  @Test
  void the_schema_is_itself_valid() throws IOException {
    JsonNode document =
        new JsonMapper()
            .readTree(Files.readString(Path.of("docs/schemas/application.schema.json")));
    var meta =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(meta.validate(document)).isEmpty();
  }

  @Test
  void camel_knows_every_setting_that_is_handed_to_it() throws IOException {
    JsonNode metadata;
    try (InputStream in =
        getClass().getResourceAsStream("/META-INF/camel-main-configuration-metadata.json")) {
      metadata = new JsonMapper().readTree(in);
    }
    List<String> known =
        metadata.path("properties").findValuesAsText("name").stream()
            .map(StringHelper::camelCaseToDash)
            .toList();
    shipped
        .tree()
        .path("camel")
        .path("main")
        .fieldNames()
        .forEachRemaining(name -> assertThat(known).contains("camel.main." + name));
  }
}
