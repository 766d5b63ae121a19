package drover.routes;

import com.fasterxml.jackson.databind.JsonNode;
import drover.factory.Bindings;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Variable;

/** That routes and beans read only variables that some route sets, and parts that these have. */
final class Variables {
  private static final Pattern READ = Pattern.compile("\\$\\{variable\\.([\\w.-]+)");

  /** Anything may be in it. */
  private static final Class<?> UNKNOWN = Object.class;

  private final RouteSet routes;
  private final Bindings bindings;
  private final Map<String, Class<?>> types = new HashMap<>();

  private Variables(RouteSet routes, Bindings bindings) {
    this.routes = routes;
    this.bindings = bindings;
    routes.routes().stream()
        .flatMap(route -> route.fields().stream())
        .filter(field -> field.key().equals("setVariable"))
        .forEach(field -> types.put(field.value().path("name").asText(), typeOf(field.value())));
    types.putAll(bindings.stepResults());
  }

  static List<String> areSet(RouteSet routes, Bindings bindings) {
    return new Variables(routes, bindings).problems();
  }

  private Class<?> typeOf(JsonNode setting) {
    JsonNode call = setting.path("expression").path("method");
    return method(call).<Class<?>>map(Method::getReturnType).orElse(UNKNOWN);
  }

  private Optional<Method> method(JsonNode call) {
    return Optional.<Class<?>>ofNullable(bindings.beans().get(call.path("ref").asText()))
        .map(type -> Beans.methods(type, MethodCall.parse(call.path("method").asText()).name()))
        .flatMap(methods -> methods.stream().findFirst());
  }

  private List<String> problems() {
    return routes.routes().stream()
        .flatMap(
            route -> Stream.concat(readByRoute(route), readByBeans(route)).map(route::violation))
        .toList();
  }

  private Stream<String> readByRoute(Route route) {
    return route.fields().stream()
        .filter(Field::isText)
        .flatMap(field -> READ.matcher(field.text()).results())
        .map((MatchResult read) -> read.group(1))
        .flatMap(path -> unknown(List.of(path.split("\\."))).stream());
  }

  private Optional<String> unknown(List<String> path) {
    Class<?> type = types.get(path.getFirst());
    if (type == null) {
      return Optional.of("no route sets the variable " + path.getFirst());
    }
    for (String part : path.subList(1, path.size())) {
      if (type == UNKNOWN) {
        return Optional.empty();
      }
      Optional<Method> getter = getter(type, part);
      if (getter.isEmpty()) {
        return Optional.of(
            "%s: %s has no %s".formatted(String.join(".", path), type.getSimpleName(), part));
      }
      type = getter.get().getReturnType();
    }
    return Optional.empty();
  }

  /** As Camel looks for it. */
  private static Optional<Method> getter(Class<?> type, String part) {
    String capital = part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1);
    return Stream.of("get" + capital, "is" + capital, part)
        .flatMap(name -> Beans.methods(type, name).stream())
        .filter(method -> method.getParameterCount() == 0)
        .findFirst();
  }

  private Stream<String> readByBeans(Route route) {
    List<String> problems = new ArrayList<>();
    Beans.calls(route)
        .filter(call -> !MethodCall.parse(call.path("method").asText()).givesArguments())
        .flatMap(call -> method(call).stream())
        .flatMap(method -> Arrays.stream(method.getParameters()))
        .filter(parameter -> parameter.isAnnotationPresent(Variable.class))
        .forEach(parameter -> unfit(parameter).ifPresent(problems::add));
    return problems.stream();
  }

  private Optional<String> unfit(Parameter parameter) {
    String name = parameter.getAnnotation(Variable.class).value();
    Class<?> type = types.get(name);
    if (type == null) {
      return Optional.of("no route sets the variable " + name);
    }
    return type == UNKNOWN || parameter.getType().isAssignableFrom(type)
        ? Optional.empty()
        : Optional.of(
            "variable %s is a %s, and %s wants a %s"
                .formatted(
                    name,
                    type.getSimpleName(),
                    parameter.getDeclaringExecutable().getName(),
                    parameter.getType().getSimpleName()));
  }
}
