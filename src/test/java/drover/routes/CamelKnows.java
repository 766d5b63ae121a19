package drover.routes;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.LanguageValidationResult;

/** What Camel's own schema and catalog say about route files. */
final class CamelKnows {
  private static final CamelCatalog CATALOG = new DefaultCamelCatalog();
  private static final JsonSchema DSL = dsl();
  private static final Set<String> PREDICATES = Set.of("when", "filter", "validate", "onWhen");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^}]*}}");

  private CamelKnows() {}

  private static JsonSchema dsl() {
    try (InputStream schema = CamelKnows.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      JsonMetaSchema camels =
          JsonMetaSchema.builder(JsonMetaSchema.getV4())
              .keyword(new NonValidationKeyword("deprecated"))
              .build();
      return JsonSchemaFactory.getInstance(VersionFlag.V4, factory -> factory.metaSchema(camels))
          .getSchema(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> theDsl(RouteFile file) {
    return DSL.validate(file.tree().toString(), InputFormat.JSON).stream()
        .map(problem -> file.violation(problem.getMessage()))
        .toList();
  }

  static List<String> theEndpoints(RouteFile file) {
    List<String> violations = new ArrayList<>();
    for (Field field : file.fields()) {
      if (field.key().equals("uri")) {
        boolean isConsumer = field.above(1).equals("from");
        EndpointValidationResult result =
            CATALOG.validateEndpointProperties(wholeUri(field), false, isConsumer, !isConsumer);
        if (!result.isSuccess() || result.getUnknownComponent() != null) {
          violations.add(file.violation(explained(result)));
        }
      }
    }
    return violations;
  }

  /** In one line. */
  private static String explained(EndpointValidationResult result) {
    return result.getUnknownComponent() != null
        ? "there is no component " + result.getUnknownComponent()
        : result.summaryErrorMessage(false).strip().replaceAll("\\s*\n\\s*", ": ");
  }

  private static String wholeUri(Field uri) {
    StringJoiner whole = new StringJoiner("&", uri.text() + "?", "").setEmptyValue(uri.text());
    uri.owner()
        .path("parameters")
        .properties()
        .forEach(
            parameter ->
                whole.add(
                    parameter.getKey()
                        + "="
                        + parameter
                            .getValue()
                            .asText()
                            .replace("%", "%25")
                            .replace("&", "%26")
                            .replace("+", "%2B")));
    return whole.toString();
  }

  /** Simple expressions, those that are handed to methods of beans included. */
  static List<String> theExpressions(RouteFile file) {
    List<String> violations = new ArrayList<>();
    for (Field field : file.fields()) {
      boolean isSimple = field.key().equals("expression") && field.above(1).equals("simple");
      if (isSimple && field.isText()) {
        LanguageValidationResult result =
            isPredicate(field)
                ? CATALOG.validateLanguagePredicate(null, "simple", filled(field))
                : CATALOG.validateLanguageExpression(null, "simple", filled(field));
        if (!result.isSuccess()) {
          violations.add(file.violation(field.text() + ": " + result.getShortError()));
        }
      }
      if (field.key().equals("method") && field.isText()) {
        for (String argument : MethodCall.parse(field.text()).arguments()) {
          LanguageValidationResult result =
              CATALOG.validateLanguageExpression(null, "simple", argument);
          if (!result.isSuccess()) {
            violations.add(file.violation(field.text() + ": " + result.getShortError()));
          }
        }
      }
    }
    return violations;
  }

  private static String filled(Field field) {
    return PLACEHOLDER.matcher(field.text()).replaceAll("1");
  }

  private static boolean isPredicate(Field field) {
    return PREDICATES.contains(field.above(3)) || field.above(3).equals("loop");
  }
}
