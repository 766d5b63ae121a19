package drover.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** That the beans a route calls are bound, and have the methods it calls. */
final class Beans {
  private Beans() {}

  static List<String> callsFit(RouteSet routes, Map<String, Class<?>> beans) {
    return routes.routes().stream()
        .flatMap(
            route ->
                calls(route).flatMap(call -> problem(call, beans).stream()).map(route::violation))
        .toList();
  }

  /** Objects with {@code ref} and {@code method}. */
  static Stream<JsonNode> calls(Route route) {
    return route.fields().stream()
        .filter(field -> List.of("bean", "method").contains(field.key()))
        .map(Field::value)
        .filter(JsonNode::isObject);
  }

  private static Optional<String> problem(JsonNode call, Map<String, Class<?>> beans) {
    String name = call.path("ref").asText();
    Class<?> type = beans.get(name);
    if (type == null) {
      return Optional.of("there is no bean \"%s\"; there are %s".formatted(name, beans.keySet()));
    }
    MethodCall wanted = MethodCall.parse(call.path("method").asText());
    List<Method> named = methods(type, wanted.name());
    if (named.size() != 1) {
      return Optional.of(
          "bean %s has %d public methods \"%s\"".formatted(name, named.size(), wanted.name()));
    }
    return arguments(name, wanted, named.getFirst());
  }

  private static Optional<String> arguments(String bean, MethodCall wanted, Method method) {
    int takes = method.getParameterCount();
    if (wanted.givesArguments() && wanted.arguments().size() != takes) {
      return Optional.of(
          "%s.%s takes %d arguments, not %d"
              .formatted(bean, method.getName(), takes, wanted.arguments().size()));
    }
    long unbound = Arrays.stream(method.getParameters()).filter(p -> !isBound(p)).count();
    if (!wanted.givesArguments() && unbound > 1) {
      return Optional.of(
          "%s.%s has %d parameters that only an annotation or an argument can fill"
              .formatted(bean, method.getName(), unbound));
    }
    return Optional.empty();
  }

  private static boolean isBound(java.lang.reflect.Parameter parameter) {
    return Stream.of(Body.class, Header.class, Variable.class, ExchangeProperty.class)
        .anyMatch(parameter::isAnnotationPresent);
  }

  static List<Method> methods(Class<?> type, String name) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name))
        .filter(method -> !method.isBridge() && !Modifier.isStatic(method.getModifiers()))
        .toList();
  }
}
