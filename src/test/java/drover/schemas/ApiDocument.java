package drover.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code docs/schemas/openapi.yaml}, and whether answers keep to it. */
public final class ApiDocument {
  static final Path FILE = Path.of("docs/schemas/openapi.yaml");
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "head", "patch");

  private final JsonNode root;

  private ApiDocument(JsonNode root) {
    this.root = root;
  }

  public static ApiDocument read() {
    ObjectMapper yaml = new YAMLMapper();
    try {
      return new ApiDocument(yaml.readTree(Files.readString(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code GET /api/runs} and so on. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return operations;
  }

  List<String> references() {
    return root.findValuesAsText("$ref");
  }

  /** The same node, or what it refers to in this document. */
  JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.startsWith("#/") ? root.at(reference.substring(1)) : node;
  }

  /** An answer keeps to what is said of an operation: its status, its kind, and its body. */
  public void requireKept(String operation, HttpResponse<String> answer) {
    String[] parts = operation.split(" ");
    JsonNode said =
        root.path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT)).path("responses");
    JsonNode response = resolved(said.path(Integer.toString(answer.statusCode())));
    assertThat(response.isMissingNode())
        .as("%s answers %d: %s", operation, answer.statusCode(), answer.body())
        .isFalse();
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("none");
    assertThat(content.has(type)).as("%s answers %s", operation, type).isTrue();
    schema(content.path(type).path("schema"))
        .ifPresent(
            name -> assertThat(Schemas.problems(name, answer.body())).as(answer.body()).isEmpty());
    response
        .path("headers")
        .fieldNames()
        .forEachRemaining(name -> requireHeader(response, answer, name));
  }

  private static void requireHeader(JsonNode response, HttpResponse<String> answer, String name) {
    String pattern = response.path("headers").path(name).at("/schema/pattern").asText(".*");
    answer.headers().firstValue(name).ifPresent(value -> assertThat(value).matches(pattern));
  }

  private static Optional<String> schema(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.endsWith(".schema.json")
        ? Optional.of(reference.replace(".schema.json", ""))
        : Optional.empty();
  }
}
