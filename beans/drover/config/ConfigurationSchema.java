package drover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The JSON Schema of the configuration: says what is wrong with a tree, and which keys there can
 * be.
 */
final class ConfigurationSchema {

  private static final String RESOURCE = "/schemas/application.schema.json";

  private final JsonNode document;
  private final JsonSchema validator;

  ConfigurationSchema(JsonNode document) {
    this.document = document;
    this.validator =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(document);
  }

  static ConfigurationSchema packaged() {
    try (InputStream in = ConfigurationSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the program; build it anew");
      }
      return new ConfigurationSchema(new JsonMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<ValidationMessage> validate(JsonNode tree) {
    return validator.validate(tree);
  }

  /** What the schema says of a key, a missing node where it knows none. */
  JsonNode at(KeyPath key) {
    JsonNode schema = document;
    for (String name : key.names()) {
      schema = name.startsWith("[") ? resolve(schema.path("items")) : child(schema, name);
    }
    return schema;
  }

  /** Every key that holds a value; in an open map those of the names that the tree has. */
  List<KeyPath> keys(JsonNode tree) {
    List<KeyPath> keys = new ArrayList<>();
    collect(KeyPath.of("drover"), tree, keys);
    return keys;
  }

  /** The keys that can stand directly in a block. */
  List<KeyPath> keysIn(KeyPath block, JsonNode tree) {
    JsonNode schema = at(block);
    List<KeyPath> keys = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(name -> keys.add(block.child(name)));
    if (schema.has("patternProperties")) {
      block.in(tree).fieldNames().forEachRemaining(name -> addIfKnown(block.child(name), keys));
    }
    return keys;
  }

  private void addIfKnown(KeyPath key, List<KeyPath> keys) {
    if (!at(key).isMissingNode()) {
      keys.add(key);
    }
  }

  private void collect(KeyPath path, JsonNode tree, List<KeyPath> keys) {
    if (!"object".equals(at(path).path("type").asText())) {
      keys.add(path);
      return;
    }
    keysIn(path, tree).forEach(key -> collect(key, tree, keys));
  }

  private JsonNode child(JsonNode schema, String name) {
    JsonNode property = schema.path("properties").path(name);
    if (!property.isMissingNode()) {
      return resolve(property);
    }
    for (Map.Entry<String, JsonNode> pattern : schema.path("patternProperties").properties()) {
      if (Pattern.compile(pattern.getKey()).matcher(name).find()) {
        return resolve(pattern.getValue());
      }
    }
    return MissingNode.getInstance();
  }

  private JsonNode resolve(JsonNode schema) {
    return schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
  }
}
