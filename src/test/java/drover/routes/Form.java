package drover.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How routes are written: in full, short, and without another language inside. */
final class Form {
  private static final int LONGEST_EXPRESSION = 125;

  private static final Set<String> SPOKEN =
      Set.of(
          "simple",
          "constant",
          "method",
          "header",
          "variable",
          "exchangeProperty",
          "jsonpath",
          "tokenize");
  private static final Set<String> SCRIPTS =
      Set.of(
          "csimple",
          "datasonnet",
          "groovy",
          "hl7terser",
          "java",
          "joor",
          "jq",
          "js",
          "language",
          "mvel",
          "ognl",
          "python",
          "script",
          "spel",
          "wasm",
          "xpath",
          "xquery",
          "xtokenize");

  /** Words that also name something else, where a text is right. */
  private static final Set<String> AMBIGUOUS = Set.of("method", "ref", "language");

  private static final Set<String> PLACED_BY_URI =
      Set.of("from", "to", "toD", "wireTap", "enrich", "pollEnrich");
  private static final Pattern SQL =
      Pattern.compile(
          "(?is)\\bselect\\s.+\\sfrom\\s|\\binsert\\s+into\\s|\\bupdate\\s+\\w+\\s+set\\s"
              + "|\\bdelete\\s+from\\s");
  private static final Pattern DATABASE =
      Pattern.compile("(sql|sql-stored|jdbc|jpa|mybatis|mybatis-bean|spring-jdbc):.*");

  private Form() {}

  /** Only routes and templates: what is global in Camel acts on routes in other files. */
  static List<String> onlyRoutes(RouteFile file) {
    Set<String> kinds = Set.of("route", "routeTemplate", "templatedRoute");
    List<String> violations = new ArrayList<>();
    for (JsonNode item : file.tree()) {
      item.fieldNames()
          .forEachRemaining(
              kind -> {
                if (!kinds.contains(kind)) {
                  violations.add(
                      file.violation("only routes and templates stand here, no " + kind));
                }
              });
    }
    return violations;
  }

  static List<String> explicitNotation(RouteFile file) {
    List<String> violations = new ArrayList<>();
    for (Field field : file.fields()) {
      if (isLanguage(field.key())) {
        compactExpression(field).forEach(what -> violations.add(file.violation(what)));
      }
      if (PLACED_BY_URI.contains(field.key()) && field.isText()) {
        violations.add(
            file.violation(
                "%s: %s is compact: write uri: below %s"
                    .formatted(field.key(), field.text(), field.key())));
      }
      if (field.key().equals("uri") && field.text().contains("?")) {
        violations.add(
            file.violation(field.text() + " has a query string: write parameters: below uri:"));
      }
    }
    return violations;
  }

  private static boolean isLanguage(String key) {
    return SPOKEN.contains(key) || SCRIPTS.contains(key) && !key.equals("script");
  }

  private static Stream<String> compactExpression(Field field) {
    boolean inExpression = field.above(1).equals("expression");
    if (inExpression && !field.value().isObject()) {
      return Stream.of(
          "%s: %s is compact: write expression: below %s:"
              .formatted(field.key(), field.text(), field.key()));
    }
    boolean somethingElse = AMBIGUOUS.contains(field.key()) && field.isText();
    if (!inExpression && !somethingElse && !field.above(1).equals("parameters")) {
      return Stream.of(
          "%s below %s is compact: write expression: between"
              .formatted(field.key(), field.above(1)));
    }
    return Stream.empty();
  }

  static List<String> noScripts(RouteFile file) {
    return file.fields().stream()
        .filter(field -> SCRIPTS.contains(field.key()))
        .filter(field -> !AMBIGUOUS.contains(field.key()) || field.value().isObject())
        .map(field -> file.violation("%s: a program belongs in a bean".formatted(field.key())))
        .toList();
  }

  static List<String> noSql(RouteFile file) {
    return file.fields().stream()
        .filter(field -> field.isText() && !field.key().equals("description"))
        .filter(
            field -> SQL.matcher(field.text()).find() || DATABASE.matcher(field.text()).matches())
        .map(field -> file.violation("SQL belongs in the ledger: " + field.text()))
        .toList();
  }

  static List<String> shortExpressions(RouteFile file) {
    return file.fields().stream()
        .filter(Form::isExpression)
        .filter(field -> field.text().length() > LONGEST_EXPRESSION)
        .map(
            field ->
                file.violation(
                    "an expression of %d characters, at most %d can be read aloud: %s"
                        .formatted(field.text().length(), LONGEST_EXPRESSION, field.text())))
        .toList();
  }

  private static boolean isExpression(Field field) {
    boolean ofLanguage = field.key().equals("expression") && isLanguage(field.above(1));
    return field.isText() && (ofLanguage || field.key().equals("method"));
  }

  /** Camel lets go of the thread otherwise, and what comes next overtakes what is delayed. */
  static List<String> delaysHoldUp(RouteFile file) {
    return file.fields().stream()
        .filter(field -> field.key().equals("delay") && field.value().isObject())
        .filter(field -> !field.value().path("asyncDelayed").asText().equals("false"))
        .map(field -> file.violation("a delay without asyncDelayed: false holds nothing up"))
        .toList();
  }

  /** A run that was interrupted goes through its route again and has to find the same way. */
  static List<String> replayable(RouteFile file) {
    Pattern chance = Pattern.compile("\\$\\{(date|random|uuid|hostname|env|sys|threadId)\\b.*");
    Set<String> scattering =
        Set.of("delay", "throttle", "wireTap", "recipientList", "loadBalance", "sample", "threads");
    List<String> violations = new ArrayList<>();
    for (Field field : file.fields()) {
      if (field.isText() && chance.matcher(field.text()).find()) {
        violations.add(file.violation("decides by more than step results: " + field.text()));
      }
      boolean isParallel =
          field.key().equals("parallelProcessing") && !field.text().equals("false");
      if (isParallel || scattering.contains(field.key()) && field.value().isObject()) {
        violations.add(file.violation(field.key() + ": a replay may take another order"));
      }
    }
    return violations;
  }
}
