package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import drover.npm.NodePackages;
import drover.npm.PackedFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** GitHub's own description of its API: judges requests and answers, and has examples of both. */
public final class OfficialApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IRI = "urn:github:openapi";

  private static final class Holder {
    static final OfficialApi ONE =
        new OfficialApi(NodePackages.read(PackedFile.of("octokit-openapi.json")));
  }

  /** A path of the description, such as {@code /repos/{owner}/{repo}}. */
  record Operation(String method, String path, Pattern pattern, JsonNode description) {
    String pointer() {
      return "/paths/" + path.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT);
    }
  }

  private final JsonNode root;
  private final JsonSchemaFactory schemas;
  private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();
  private final List<Operation> operations = new ArrayList<>();

  private OfficialApi(JsonNode root) {
    this.root = root;
    this.schemas =
        JsonSchemaFactory.getInstance(
            VersionFlag.V4,
            builder ->
                builder
                    .metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                pattern(path.getKey()),
                method.getValue()));
      }
    }
  }

  public static OfficialApi get() {
    return Holder.ONE;
  }

  /** The rest of a path is one value where it is a ref: GitHub takes its slashes as they are. */
  private static Pattern pattern(String path) {
    String quoted =
        Pattern.quote(path)
            .replaceAll("\\{(ref|path)\\}", "\\\\E.+\\\\Q")
            .replaceAll("\\{[^}]+\\}", "\\\\E[^/]+\\\\Q");
    return Pattern.compile(quoted);
  }

  Optional<Operation> operation(String method, String path) {
    List<Operation> found =
        operations.stream()
            .filter(one -> one.method().equals(method) && one.pattern().matcher(path).matches())
            .sorted(
                Comparator.comparingInt(OfficialApi::placeholders)
                    .thenComparing(one -> -one.path().length())) // a ref takes all that follows
            .toList();
    return found.stream().findFirst();
  }

  private static int placeholders(Operation operation) {
    return operation.path().split("\\{", -1).length;
  }

  /** A copy of an example that is named in {@code components}. */
  ObjectNode example(String name) {
    JsonNode value = root.path("components").path("examples").path(name).path("value");
    JsonNode one = value instanceof ArrayNode list ? list.get(0) : value;
    if (!(one instanceof ObjectNode object)) {
      throw new IllegalArgumentException("no example " + name);
    }
    return object.deepCopy();
  }

  /** What is wrong with a request, by what GitHub says of it. */
  List<String> problems(FakeRequest request) {
    Optional<Operation> known = operation(request.method(), request.path());
    if (known.isEmpty()) {
      return List.of("there is no " + request.method() + " " + request.path());
    }
    List<String> problems = new ArrayList<>();
    Operation operation = known.get();
    Map<String, JsonNode> parameters = queryParameters(operation);
    request
        .query()
        .forEach(
            (name, value) -> {
              if (!parameters.containsKey(name)) {
                problems.add("no query parameter " + name + " at " + operation.path());
              } else if (!fits(parameters.get(name).path("schema"), value)) {
                problems.add("query parameter %s is %s".formatted(name, value));
              }
            });
    JsonNode schema = description(operation, "/requestBody/content/application~1json/schema");
    if (!schema.isMissingNode() && !request.body().isMissingNode()) {
      String pointer = operation.pointer() + "/requestBody/content/application~1json/schema";
      problems.addAll(validate(pointer, request.body()));
    }
    return problems;
  }

  /** What is wrong with an answer. */
  List<String> problems(FakeRequest request, FakeAnswer answer) {
    Operation operation = operation(request.method(), request.path()).orElseThrow();
    JsonNode response = operation.description().path("responses").path("" + answer.status());
    String pointer = operation.pointer() + "/responses/" + answer.status();
    if (response.isMissingNode()) {
      return COMMON.contains(answer.status())
          ? validate("/components/schemas/basic-error", answer.body())
          : List.of("no answer " + answer.status() + " at " + pointer);
    }
    if (response.has("$ref")) {
      pointer = response.path("$ref").asText().substring(1);
      response = root.at(pointer);
    }
    boolean hasBody = response.path("content").has("application/json");
    return hasBody
        ? validate(pointer + "/content/application~1json/schema", answer.body())
        : List.of();
  }

  /** Any operation may be answered so: who asks is unknown, limited, lacks a right, or moved. */
  private static final List<Integer> COMMON = List.of(301, 307, 401, 403, 404, 429);

  private static JsonNode description(Operation operation, String pointer) {
    return operation.description().at(pointer);
  }

  private Map<String, JsonNode> queryParameters(Operation operation) {
    Map<String, JsonNode> found = new ConcurrentHashMap<>();
    for (JsonNode parameter : operation.description().path("parameters")) {
      JsonNode one =
          parameter.has("$ref") ? root.at(parameter.path("$ref").asText().substring(1)) : parameter;
      if (one.path("in").asText().equals("query")) {
        found.put(one.path("name").asText(), one);
      }
    }
    return found;
  }

  private static boolean fits(JsonNode schema, String value) {
    boolean isNumber = schema.path("type").asText().equals("integer");
    boolean isListed =
        !schema.has("enum")
            || schema.path("enum").valueStream().anyMatch(one -> one.asText().equals(value));
    return isListed && (!isNumber || value.matches("-?[0-9]+"));
  }

  private List<String> validate(String pointer, JsonNode document) {
    JsonSchema schema =
        compiled.computeIfAbsent(
            pointer,
            at -> {
              ObjectNode reference = JSON.createObjectNode().put("$ref", "#" + at);
              reference.set("components", root.path("components"));
              reference.set("paths", root.path("paths"));
              return schemas.getSchema(SchemaLocation.of(IRI + at.hashCode()), reference);
            });
    return schema.validate(document).stream().map(ValidationMessage::toString).toList();
  }
}
