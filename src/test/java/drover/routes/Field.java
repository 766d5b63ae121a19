package drover.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A key of a route file with its value.
 *
 * @param path keys that lead to it, its own last; places in lists left out
 * @param owner the object that it stands in
 */
record Field(List<String> path, JsonNode value, JsonNode owner) {

  static List<Field> in(JsonNode tree) {
    List<Field> fields = new ArrayList<>();
    collect(List.of(), tree, fields);
    return fields;
  }

  private static void collect(List<String> path, JsonNode node, List<Field> fields) {
    if (node.isArray()) {
      node.forEach(item -> collect(path, item, fields));
    }
    node.properties()
        .forEach(
            entry -> {
              List<String> here = new ArrayList<>(path);
              here.add(entry.getKey());
              fields.add(new Field(List.copyOf(here), entry.getValue(), node));
              collect(here, entry.getValue(), fields);
            });
  }

  String key() {
    return path.getLast();
  }

  /** The key so many levels above; empty at the top of the file. */
  String above(int levels) {
    int at = path.size() - 1 - levels;
    return at < 0 ? "" : path.get(at);
  }

  boolean isText() {
    return value.isTextual();
  }

  String text() {
    return value.asText();
  }
}
