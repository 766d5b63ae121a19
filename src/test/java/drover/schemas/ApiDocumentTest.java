package drover.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The HTTP API is described as it is. */
class ApiDocumentTest {
  private final ApiDocument document = ApiDocument.read();

  @Test
  void it_is_a_valid_OpenAPI_3_1_document() throws IOException {
    SwaggerParseResult result =
        new OpenAPIV3Parser()
            .readContents(Files.readString(ApiDocument.FILE), List.of(), new ParseOptions());

    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getOpenapi()).startsWith("3.1");
  }

  @Test
  void every_door_is_described_and_nothing_else() throws IOException {
    Set<String> doors = new TreeSet<>(Set.of("GET /api/runs/{id}/events")); // no route
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        for (JsonNode item : new YAMLMapper().readTree(Files.readString(file))) {
          JsonNode made = item.path("templatedRoute");
          if (made.path("routeTemplateRef").asText().equals("door")) {
            doors.add(parameter(made, "method") + " " + parameter(made, "path"));
          }
        }
      }
    }
    assertThat(doors).contains("POST /webhook", "PUT /api/kill-switch");
    assertThat(document.operations()).isEqualTo(doors);
  }

  @Test
  void every_reference_leads_somewhere() {
    for (String reference : document.references()) {
      if (reference.startsWith("#/")) {
        assertThat(document.resolved(referringTo(reference)).isMissingNode())
            .as(reference)
            .isFalse();
      } else {
        String[] parts = reference.split("#");
        assertThat(
                Schemas.document(parts[0].replace(".schema.json", ""))
                    .at(parts.length > 1 ? parts[1] : ""))
            .as(reference)
            .isNotEmpty();
      }
    }
  }

  private static JsonNode referringTo(String reference) {
    return new YAMLMapper().createObjectNode().put("$ref", reference);
  }

  private static String parameter(JsonNode made, String name) {
    for (JsonNode parameter : made.path("parameters")) {
      if (parameter.path("name").asText().equals(name)) {
        return parameter.path("value").asText();
      }
    }
    throw new AssertionError("a door without " + name);
  }
}
