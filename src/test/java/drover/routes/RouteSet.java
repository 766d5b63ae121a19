package drover.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything under {@code routes/}; a copy may be changed to see what a convention says of it. */
final class RouteSet {
  private static final Path ROOT = Path.of("routes");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, String> texts;
  private final List<RouteFile> files;

  private RouteSet(Map<String, String> texts) {
    this.texts = texts;
    this.files =
        texts.entrySet().stream()
            .filter(file -> file.getKey().endsWith(".yaml"))
            .map(file -> RouteFile.parse(file.getKey(), file.getValue()))
            .toList();
  }

  static RouteSet shipped() {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(ROOT)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        texts.put(ROOT.relativize(path).toString(), Files.readString(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RouteSet(texts);
  }

  RouteSet with(String name, String text) {
    Map<String, String> more = new TreeMap<>(texts);
    more.put(name, text);
    return new RouteSet(more);
  }

  RouteSet without(String name) {
    Map<String, String> fewer = new TreeMap<>(texts);
    if (fewer.remove(name) == null) {
      throw new IllegalArgumentException("there is no routes/" + name);
    }
    return new RouteSet(fewer);
  }

  RouteSet changed(String name, String what, String into) {
    String text = texts.get(name);
    if (text == null || !text.contains(what)) {
      throw new IllegalArgumentException("routes/%s has no %s".formatted(name, what));
    }
    return with(name, text.replace(what, into));
  }

  Set<String> names() {
    return texts.keySet();
  }

  List<RouteFile> files() {
    return files;
  }

  /** As written and as made from templates. */
  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (RouteFile file : files) {
      file.all("route").forEach(route -> routes.add(written(file, route)));
      file.all("templatedRoute").forEach(made -> fromTemplate(file, made).ifPresent(routes::add));
    }
    return routes;
  }

  Optional<JsonNode> template(String id) {
    return files.stream()
        .flatMap(file -> file.all("routeTemplate").stream())
        .filter(template -> template.path("id").asText().equals(id))
        .findFirst();
  }

  private static Route written(RouteFile file, JsonNode route) {
    return new Route(
        file.name(), route.path("id").asText(), route.path("description").asText(), route);
  }

  private Optional<Route> fromTemplate(RouteFile file, JsonNode made) {
    return template(made.path("routeTemplateRef").asText())
        .map(
            template ->
                new Route(
                    file.name(),
                    made.path("routeId").asText(),
                    template.path("description").asText(),
                    filled(template.path("route"), made.path("parameters"))));
  }

  private static JsonNode filled(JsonNode template, JsonNode parameters) {
    String text = template.toString();
    for (JsonNode parameter : parameters) {
      text =
          text.replace(
              "{{" + parameter.path("name").asText() + "}}", parameter.path("value").asText());
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a parameter breaks its template: " + text, e);
    }
  }
}
