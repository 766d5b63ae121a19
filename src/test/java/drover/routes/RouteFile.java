package drover.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A file of routes and templates.
 *
 * @param name relative to {@code routes/}
 */
record RouteFile(String name, JsonNode tree) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static RouteFile parse(String name, String text) {
    Object loaded = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
    return new RouteFile(name, MAPPER.valueToTree(loaded));
  }

  /** Definitions of one kind: {@code route}, {@code routeTemplate} or {@code templatedRoute}. */
  List<JsonNode> all(String kind) {
    return StreamSupport.stream(tree.spliterator(), false)
        .filter(item -> item.has(kind))
        .map(item -> item.path(kind))
        .toList();
  }

  List<Field> fields() {
    return Field.in(tree);
  }

  String violation(String what) {
    return "routes/%s: %s".formatted(name, what);
  }
}
