package drover.routes;

import java.util.ArrayList;
import java.util.List;

/**
 * How a route calls a bean: {@code name}, or {@code name(argument, ...)}.
 *
 * @param givesArguments whether there are parentheses; without them Camel binds the parameters
 */
record MethodCall(String name, boolean givesArguments, List<String> arguments) {

  static MethodCall parse(String text) {
    int open = text.indexOf('(');
    if (open < 0) {
      return new MethodCall(text, false, List.of());
    }
    int close = text.lastIndexOf(')');
    return new MethodCall(
        text.substring(0, open), true, split(text.substring(open + 1, Math.max(open + 1, close))));
  }

  /** At the commas that are neither quoted nor inside an expression. */
  private static List<String> split(String arguments) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (char c : arguments.toCharArray()) {
      quoted ^= c == '\'';
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (c == ',' && !quoted && depth == 0) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    if (!part.toString().isBlank()) {
      parts.add(part.toString().strip());
    }
    return parts;
  }
}
