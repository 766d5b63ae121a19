package drover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A tree of values, and where each was given. */
record Layer(ObjectNode tree, Map<KeyPath, Origin> origins) {

  static Layer empty() {
    return new Layer(JsonNodeFactory.instance.objectNode(), new LinkedHashMap<>());
  }

  /** This layer with the other one on top: blocks merge, anything else is replaced. */
  Layer overlaidBy(Layer over) {
    Layer merged = new Layer(tree.deepCopy(), new LinkedHashMap<>(origins));
    merged.merge(over, KeyPath.ROOT);
    return merged;
  }

  /** Where the key was given, or else the block that it would stand in. */
  Origin originOf(KeyPath key) {
    for (KeyPath path = key; !path.isRoot(); path = path.parent()) {
      Origin origin = origins.get(path);
      if (origin != null) {
        return origin;
      }
    }
    return origins.values().stream()
        .findFirst()
        .orElseGet(() -> new Origin.FileLine(ConfigurationFile.PACKAGED, 1));
  }

  void put(KeyPath key, JsonNode value, Origin origin) {
    ObjectNode block = tree;
    for (String name : key.parent().names()) {
      block = block.withObjectProperty(name);
    }
    block.set(key.name(), value);
    origins.put(key, origin);
  }

  private void merge(Layer over, KeyPath path) {
    for (Map.Entry<String, JsonNode> field : path.in(over.tree).properties()) {
      KeyPath key = path.child(field.getKey());
      boolean isBlock = key.in(tree).isObject();
      if (isBlock && field.getValue().isObject()) {
        merge(over, key);
      } else if (!(isBlock && field.getValue().isNull())) {
        replace(over, key);
      }
    }
  }

  private void replace(Layer over, KeyPath key) {
    ((ObjectNode) key.parent().in(tree)).set(key.name(), key.in(over.tree).deepCopy());
    origins.keySet().removeIf(path -> path.isWithin(key));
    over.origins.forEach(
        (path, origin) -> {
          if (path.isWithin(key)) {
            origins.put(path, origin);
          }
        });
  }
}
