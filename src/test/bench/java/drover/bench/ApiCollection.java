package drover.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Objects of one kind, and those who are told of their changes, one JSON text a change. */
final class ApiCollection {
  private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
  private final List<Consumer<String>> watches = new ArrayList<>();

  Optional<ObjectNode> find(String name) {
    return Optional.ofNullable(objects.get(name));
  }

  /** Makes it, or puts it in the place of the one that is there; it gets what a server adds. */
  void put(ObjectNode object, long version) {
    ObjectNode metadata = object.withObject("/metadata");
    Optional<ObjectNode> before = find(metadata.path("name").asText());
    metadata.put("resourceVersion", String.valueOf(version));
    metadata.put(
        "uid",
        before.map(old -> metadata(old, "uid")).orElseGet(() -> UUID.randomUUID().toString()));
    metadata.put(
        "creationTimestamp",
        before
            .map(old -> metadata(old, "creationTimestamp"))
            .orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    objects.put(metadata.path("name").asText(), object);
    tell(before.isPresent() ? "MODIFIED" : "ADDED", object);
  }

  void delete(String name) {
    Optional.ofNullable(objects.remove(name)).ifPresent(gone -> tell("DELETED", gone));
  }

  /**
   * @param selector {@code label=value,...}; empty: all of them
   */
  ObjectNode list(long version, String selector) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    JsonNode first = objects.values().stream().findFirst().map(JsonNode.class::cast).orElse(list);
    list.put("apiVersion", first.path("apiVersion").asText("v1"));
    list.put("kind", first.path("kind").asText() + "List");
    list.putObject("metadata").put("resourceVersion", String.valueOf(version));
    ArrayNode items = list.putArray("items");
    objects.values().stream().filter(object -> isSelected(object, selector)).forEach(items::add);
    return list;
  }

  private static boolean isSelected(ObjectNode object, String selector) {
    JsonNode labels = object.path("metadata").path("labels");
    return Stream.of(selector.split(",", -1))
        .filter(one -> !one.isEmpty())
        .allMatch(
            one ->
                one.equals(
                    one.replaceFirst("=.*", "")
                        + "="
                        + labels.path(one.replaceFirst("=.*", "")).asText()));
  }

  /**
   * @param from version of the list that the caller has
   */
  void watch(long from, Consumer<String> watcher) {
    objects.values().stream()
        .filter(object -> Long.parseLong(metadata(object, "resourceVersion")) > from)
        .forEach(object -> watcher.accept(event("ADDED", object)));
    watches.add(watcher);
  }

  private void tell(String type, ObjectNode object) {
    String event = event(type, object);
    watches.forEach(watch -> watch.accept(event));
  }

  private static String event(String type, ObjectNode object) {
    return "{\"type\":\"%s\",\"object\":%s}".formatted(type, object);
  }

  private static String metadata(ObjectNode object, String field) {
    return object.path("metadata").path(field).asText();
  }
}
