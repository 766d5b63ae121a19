package drover.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a route says about itself. */
final class Names {
  private static final Pattern KEBAB_CASE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private Names() {}

  static List<String> ids(RouteSet routes) {
    List<String> violations = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Route route : routes.routes()) {
      if (!KEBAB_CASE.matcher(route.id()).matches()) {
        violations.add(route.violation("an id is kebab-case"));
      }
      if (route.isCalledByRoutes() && !route.from().equals(Route.DIRECT + route.id())) {
        violations.add(
            route.violation(
                "begins with %s, not with %s%s".formatted(route.from(), Route.DIRECT, route.id())));
      }
      if (!seen.add(route.id())) {
        violations.add(route.violation("another route has the same id"));
      }
    }
    return violations;
  }

  /** In one place, and nowhere below: a second description is a comment that nobody shows. */
  static List<String> descriptions(RouteSet routes) {
    List<String> violations = new ArrayList<>();
    for (Route route : routes.routes()) {
      if (route.description().isBlank()) {
        violations.add(route.violation("has no description"));
      }
      Stream<Field> below =
          route.fields().stream()
              .filter(field -> field.key().equals("description") && field.path().size() > 1);
      below.forEach(
          field -> violations.add(route.violation("describes itself again: " + field.text())));
    }
    for (RouteFile file : routes.files()) {
      for (JsonNode template : file.all("routeTemplate")) {
        if (template.path("description").asText().isBlank()) {
          violations.add(
              file.violation(
                  "template %s has no description".formatted(template.path("id").asText())));
        }
        if (template.path("route").has("description")) {
          violations.add(
              file.violation(
                  "template %s describes itself again".formatted(template.path("id").asText())));
        }
      }
    }
    return violations;
  }

  /** Without one Camel takes its default, and a caller never sees what went wrong. */
  static List<String> errorPolicies(RouteSet routes) {
    return routes.routes().stream()
        .filter(route -> !route.definition().path("errorHandler").isObject())
        .map(route -> route.violation("has no errorHandler"))
        .toList();
  }
}
