package drover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds a merged layer to the schema and words what is wrong for the operator. */
final class Validation {

  private final ConfigurationSchema schema;
  private final Layer layer;

  Validation(ConfigurationSchema schema, Layer layer) {
    this.schema = schema;
    this.layer = layer;
  }

  List<Problem> problems() {
    return schema.validate(layer.tree()).stream().flatMap(this::problems).distinct().toList();
  }

  private Stream<Problem> problems(ValidationMessage message) {
    KeyPath key = path(message.getInstanceLocation());
    return switch (message.getType()) {
      case "additionalProperties" -> unknown(key.child(message.getProperty()));
      case "required" -> Stream.of(missing(key.child(message.getProperty())));
      default -> Stream.of(unfit(key));
    };
  }

  private Problem unfit(KeyPath key) {
    String complaint = Need.complaint(key.in(layer.tree()));
    return problem(key, complaint + ", needs " + Need.of(schema.at(key)));
  }

  private Problem missing(KeyPath key) {
    return problem(key, "is missing; give it " + Need.of(schema.at(key)));
  }

  private Problem problem(KeyPath key, String complaint) {
    return Problem.with(layer.originOf(key), key, complaint);
  }

  private Stream<Problem> unknown(KeyPath key) {
    JsonNode block = schema.at(key.parent());
    if (block.has("patternProperties")) {
      String pattern = block.path("patternProperties").fieldNames().next();
      return Stream.of(problem(key, "is no possible name, needs one that matches " + pattern));
    }
    return valuesIn(key).stream().map(this::unknownValue);
  }

  private Problem unknownValue(KeyPath key) {
    Origin origin = layer.originOf(key);
    String message = "unknown key " + key + mend(key);
    return new Problem(
        origin,
        origin instanceof Origin.FileLine file
            ? file.at(message)
            : origin.source() + ": " + message);
  }

  private String mend(KeyPath key) {
    List<String> known =
        Stream.of(schema.keys(layer.tree()), schema.keysIn(key.parent(), layer.tree()))
            .flatMap(Collection::stream)
            .map(KeyPath::toString)
            .toList();
    if (known.contains(key.toString())) {
      return "; write one key a line, each block indented under the one before";
    }
    return NearestName.to(key.toString(), known)
        .map(name -> "; did you mean " + name + "?")
        .orElseGet(() -> "; remove it, known are " + siblings(key));
  }

  /** The names in the nearest block around the key that the schema knows. */
  private String siblings(KeyPath key) {
    KeyPath block = key.parent();
    while (schema.at(block).isMissingNode()) {
      block = block.parent();
    }
    String prefix = block.isRoot() ? "" : block + ": ";
    return schema.keysIn(block, layer.tree()).stream()
        .map(KeyPath::name)
        .collect(Collectors.joining(", ", prefix, ""));
  }

  /** An unknown block is told by its values, because one of them shows best what was meant. */
  private List<KeyPath> valuesIn(KeyPath key) {
    JsonNode value = key.in(layer.tree());
    if (!value.isObject() || value.isEmpty()) {
      return List.of(key);
    }
    List<KeyPath> values = new ArrayList<>();
    value.fieldNames().forEachRemaining(name -> values.addAll(valuesIn(key.child(name))));
    return values;
  }

  private static KeyPath path(JsonNodePath location) {
    KeyPath path = KeyPath.ROOT;
    for (int i = 0; i < location.getNameCount(); i++) {
      Object element = location.getElement(i);
      path = element instanceof Integer index ? path.item(index) : path.child(element.toString());
    }
    return path;
  }
}
