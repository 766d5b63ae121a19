package drover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where a value stands: {@code drover.jobs.publisher.verify[0].name}; an item's name is its index
 * in brackets.
 */
record KeyPath(List<String> names) {

  static final KeyPath ROOT = new KeyPath(List.of());

  KeyPath {
    names = List.copyOf(names);
  }

  static KeyPath of(String... names) {
    return new KeyPath(List.of(names));
  }

  KeyPath child(String name) {
    return new KeyPath(Stream.concat(names.stream(), Stream.of(name)).toList());
  }

  KeyPath item(int index) {
    return child("[" + index + "]");
  }

  KeyPath parent() {
    return new KeyPath(names.subList(0, names.size() - 1));
  }

  String name() {
    return names.getLast();
  }

  boolean isRoot() {
    return names.isEmpty();
  }

  boolean isWithin(KeyPath other) {
    return names.size() >= other.names.size()
        && names.subList(0, other.names.size()).equals(other.names);
  }

  /** The value at this path, a missing node where there is none. */
  JsonNode in(JsonNode tree) {
    JsonNode node = tree;
    for (String name : names) {
      node =
          node.isArray()
              ? node.path(Integer.parseInt(name.substring(1, name.length() - 1)))
              : node.path(name);
    }
    return node;
  }

  /** The environment variable that overrides this key. */
  String variable() {
    return String.join("_", names).toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      boolean separated = !text.isEmpty() && !name.startsWith("[");
      text.append(separated ? "." : "").append(name);
    }
    return text.toString();
  }
}
