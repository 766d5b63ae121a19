package drover.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** That what a route names is there, and what is there is used. */
final class Wiring {
  /** Called from Java: where a request comes in, and where a run goes on. */
  private static final Set<String> ENTRIES = Set.of("intake", "dispatch");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]*)}}");

  private Wiring() {}

  /** Camel starts without complaint when a name leads nowhere. */
  static List<String> callsLeadSomewhere(RouteSet routes) {
    Set<String> there =
        routes.routes().stream()
            .map(route -> route.from().replaceFirst(Route.DIRECT, ""))
            .collect(Collectors.toSet());
    return routes.routes().stream()
        .flatMap(
            route ->
                route.calls().stream()
                    .filter(name -> !there.contains(name))
                    .map(name -> route.violation("direct:%s leads to no route".formatted(name))))
        .toList();
  }

  static List<String> everyRouteIsUsed(RouteSet routes) {
    Set<String> called =
        routes.routes().stream()
            .flatMap(route -> route.calls().stream())
            .collect(Collectors.toSet());
    return routes.routes().stream()
        .filter(Route::isCalledByRoutes)
        .filter(route -> !called.contains(route.id()) && !ENTRIES.contains(route.id()))
        .map(route -> route.violation("nobody calls it"))
        .toList();
  }

  static List<String> templates(RouteSet routes) {
    List<String> violations = new ArrayList<>();
    Set<String> made = new HashSet<>();
    for (RouteFile file : routes.files()) {
      for (JsonNode instance : file.all("templatedRoute")) {
        String name = instance.path("routeTemplateRef").asText();
        made.add(name);
        Set<String> given = names(instance.path("parameters"));
        routes
            .template(name)
            .map(template -> names(template.path("parameters")))
            .ifPresentOrElse(
                taken -> {
                  if (!taken.equals(given)) {
                    violations.add(
                        file.violation(
                            "route %s gives %s to a template that takes %s"
                                .formatted(instance.path("routeId").asText(), given, taken)));
                  }
                },
                () -> violations.add(file.violation("there is no template " + name)));
      }
    }
    for (RouteFile file : routes.files()) {
      for (JsonNode template : file.all("routeTemplate")) {
        String id = template.path("id").asText();
        if (!made.contains(id)) {
          violations.add(file.violation("no route is made from template " + id));
        }
        Set<String> used = placeholders(template.path("route")).collect(Collectors.toSet());
        names(template.path("parameters")).stream()
            .filter(parameter -> !used.contains(parameter))
            .map(
                parameter -> file.violation("template %s does not use %s".formatted(id, parameter)))
            .forEach(violations::add);
      }
    }
    return violations;
  }

  static List<String> placeholdersAreConfigured(RouteSet routes, Set<String> configured) {
    List<String> violations = new ArrayList<>();
    for (RouteFile file : routes.files()) {
      file.all("route").forEach(route -> unknown(file, route, configured, violations));
      for (JsonNode template : file.all("routeTemplate")) {
        Set<String> known = new HashSet<>(configured);
        known.addAll(names(template.path("parameters")));
        unknown(file, template.path("route"), known, violations);
      }
    }
    return violations;
  }

  private static void unknown(
      RouteFile file, JsonNode definition, Set<String> known, List<String> violations) {
    placeholders(definition)
        .filter(key -> !known.contains(key))
        .map(
            key ->
                file.violation(
                    "{{%s}} is neither in application.yaml nor a parameter".formatted(key)))
        .forEach(violations::add);
  }

  private static Stream<String> placeholders(JsonNode definition) {
    return Field.in(definition).stream()
        .filter(Field::isText)
        .flatMap(field -> PLACEHOLDER.matcher(field.text()).results())
        .map((MatchResult found) -> found.group(1));
  }

  private static Set<String> names(JsonNode parameters) {
    Set<String> names = new TreeSet<>();
    parameters.forEach(parameter -> names.add(parameter.path("name").asText()));
    return names;
  }

  /** A route file that nobody loads is dead, one that is missing stops the start. */
  static List<String> filesAreLoaded(RouteSet routes, List<String> loaded) {
    Set<String> there = routes.files().stream().map(RouteFile::name).collect(Collectors.toSet());
    Stream<String> dead =
        there.stream()
            .filter(name -> !loaded.contains(name))
            .map(name -> "routes/" + name + ": the factory does not load it");
    Stream<String> missing =
        loaded.stream()
            .filter(name -> !there.contains(name))
            .map(name -> "routes/" + name + ": the factory loads it and it is not there");
    return Stream.concat(dead, missing).toList();
  }
}
