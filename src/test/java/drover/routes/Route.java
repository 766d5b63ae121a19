package drover.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A route as Camel will have it: as written, or as made from a template.
 *
 * @param file it stands in, relative to {@code routes/}
 * @param description its own, or its template's
 * @param definition with {@code from} and {@code errorHandler}
 */
record Route(String file, String id, String description, JsonNode definition) {
  static final String DIRECT = "direct:";

  String from() {
    return definition.path("from").path("uri").asText();
  }

  /** Routes with another beginning are called by the world. */
  boolean isCalledByRoutes() {
    return from().startsWith(DIRECT);
  }

  List<Field> fields() {
    return Field.in(definition);
  }

  /** Names of the routes that this one calls. */
  List<String> calls() {
    return fields().stream()
        .filter(field -> field.key().equals("uri") && !field.above(1).equals("from"))
        .map(Field::text)
        .filter(uri -> uri.startsWith(DIRECT))
        .map(uri -> uri.substring(DIRECT.length()))
        .toList();
  }

  String violation(String what) {
    return "routes/%s: route %s: %s".formatted(file, id, what);
  }
}
