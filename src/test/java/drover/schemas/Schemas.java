package drover.schemas;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The schemas in {@code docs/schemas}, by name; they know each other as {@code urn:drover}. */
public final class Schemas {
  private static final Path DIRECTORY = Path.of("docs/schemas");
  private static final String URN = "urn:drover:schema:";
  private static final String META = "https://json-schema.org/draft/2020-12/schema";

  /** Refuses a second document behind the first. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder ->
              builder.schemaLoaders(
                  loaders ->
                      loaders.schemas(
                          urn -> urn.startsWith(URN) ? text(urn.substring(URN.length())) : null)));

  private Schemas() {}

  static List<String> names() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".schema.json"))
          .map(name -> name.replace(".schema.json", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode document(String name) {
    return parse(text(name));
  }

  /**
   * @throws IllegalArgumentException unless the text is exactly one document
   */
  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("is not one JSON document: " + text, e);
    }
  }

  /** What is wrong with a text by the schema of that name. */
  public static List<String> problems(String name, String text) {
    return problems(name, parse(text));
  }

  static List<String> problems(String name, JsonNode document) {
    return told(FACTORY.getSchema(SchemaLocation.of(URN + name)), document);
  }

  static List<String> problemsOfSchema(String name) {
    return told(FACTORY.getSchema(SchemaLocation.of(META)), document(name));
  }

  private static List<String> told(JsonSchema schema, JsonNode document) {
    return schema.validate(document).stream().map(ValidationMessage::getMessage).toList();
  }

  private static String text(String name) {
    try {
      return Files.readString(DIRECTORY.resolve(name + ".schema.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
