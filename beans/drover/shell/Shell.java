package drover.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one shell knows while it goes through a script. A variable keeps every value it was given,
 * because which of them it has where it is used depends on what happens.
 */
final class Shell {
  private static final int MOST_VALUES = 16;

  private final Surroundings surroundings;
  private final Map<String, List<String>> variables;
  private final Map<String, Script.Command> functions;
  private String directory;

  private Shell(
      Surroundings surroundings,
      Map<String, List<String>> variables,
      Map<String, Script.Command> functions,
      String directory) {
    this.functions = functions;
    this.surroundings = surroundings;
    this.variables = variables;
    this.directory = directory;
  }

  static Shell in(Surroundings surroundings) {
    Map<String, List<String>> variables = new HashMap<>();
    surroundings.environment().forEach((name, value) -> variables.put(name, List.of(value)));
    variables.put("IFS", List.of(" "));
    return new Shell(surroundings, variables, new HashMap<>(), surroundings.directory());
  }

  /** A shell that begins with what this one knows and changes nothing in it. */
  Shell copy() {
    return new Shell(surroundings, new HashMap<>(variables), new HashMap<>(functions), directory);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  String directory() {
    return directory;
  }

  String home() {
    return variables.getOrDefault("HOME", List.of("/")).getFirst();
  }

  void define(String name, Script.Command body) {
    functions.put(name, body);
  }

  Optional<Script.Command> function(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  /** {@code $1} and so on, and all of them together. */
  void assignArguments(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      assign(String.valueOf(i + 1), List.of(arguments.get(i)));
    }
    assign("@", arguments);
    assign("*", arguments);
  }

  void goTo(List<String> arguments) {
    String target =
        arguments.stream()
            .filter(argument -> argument.equals("-") || !argument.startsWith("-"))
            .findFirst()
            .orElse(home());
    directory =
        target.equals("-") ? String.valueOf(Marks.UNKNOWN) : Paths.resolve(directory, target);
  }

  List<String> valuesOf(String name) {
    return name.equals("PWD")
        ? List.of(directory)
        : variables.getOrDefault(name, List.of(String.valueOf(Marks.UNKNOWN)));
  }

  boolean knows(String name) {
    return name.equals("PWD") || variables.containsKey(name);
  }

  void assign(String name, List<String> values) {
    List<String> all =
        Stream.concat(
                surroundings.environment().containsKey(name)
                    ? Stream.empty()
                    : variables.getOrDefault(name, List.of()).stream(),
                values.stream())
            .distinct()
            .toList();
    variables.put(
        name, new ArrayList<>(all.subList(Math.max(0, all.size() - MOST_VALUES), all.size())));
  }

  /** {@code name=value}, as {@code export} takes it; anything else assigns nothing. */
  void assign(String text) {
    int equals = text.indexOf('=');
    if (equals > 0) {
      assign(text.substring(0, equals), List.of(text.substring(equals + 1)));
    }
  }
}
