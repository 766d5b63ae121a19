package drover.config;

import com.fasterxml.jackson.databind.JsonNode;
import drover.redact.Redactor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The validated configuration, typed for beans and flattened for Camel's property placeholders.
 *
 * @param settings everything under {@code drover}
 * @param properties every value by its dotted key, items as {@code key[0]}
 */
public record Configuration(Settings settings, Map<String, String> properties) {

  /**
   * The packaged defaults, under the operator's file, under the environment.
   *
   * @throws ConfigurationException with every problem found, one a line
   */
  public static Configuration load(Optional<Path> file, Map<String, String> environment) {
    Redactor redactor = new Redactor(environment);
    try {
      return merge(file.map(ConfigurationFile::at), environment);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(e.problems().stream().map(redactor::redact).toList());
    } catch (StackOverflowError e) {
      String source = file.map(Path::toString).orElse("the environment");
      throw new ConfigurationException(source + ": is nested too deeply to be read; flatten it");
    }
  }

  private static Configuration merge(
      Optional<ConfigurationFile> operators, Map<String, String> environment) {
    ConfigurationSchema schema = ConfigurationSchema.packaged();
    Layer defaults = ConfigurationFile.packaged().read().layer();
    Reading file =
        operators
            .map(ConfigurationFile::read)
            .orElseGet(() -> new Reading(Layer.empty(), List.of()));
    Layer files = defaults.overlaidBy(file.layer());
    Reading variables = new EnvironmentOverrides(schema, files.tree()).read(environment);
    Layer all = files.overlaidBy(variables.layer());

    refuse(
        Stream.of(file.problems(), variables.problems(), new Validation(schema, all).problems())
            .flatMap(List::stream)
            .toList());
    Settings settings = Settings.from(all.tree().path("drover"));
    refuse(Consistency.problems(settings, all, defaults));
    return new Configuration(settings, flatten(all.tree()));
  }

  private static void refuse(List<Problem> problems) {
    List<Problem> sorted = new ArrayList<>(problems);
    sorted.sort((a, b) -> Origin.READING_ORDER.compare(a.origin(), b.origin()));
    if (!sorted.isEmpty()) {
      throw new ConfigurationException(sorted.stream().map(Problem::message).toList());
    }
  }

  private static Map<String, String> flatten(JsonNode tree) {
    Map<String, String> flat = new LinkedHashMap<>();
    flatten(KeyPath.ROOT, tree, flat);
    return Collections.unmodifiableMap(flat);
  }

  private static void flatten(KeyPath path, JsonNode node, Map<String, String> flat) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(path.item(i), node.path(i), flat);
      }
    } else if (node.isObject()) {
      node.properties()
          .forEach(field -> flatten(path.child(field.getKey()), field.getValue(), flat));
    } else {
      flat.put(path.toString(), node.isNull() ? "" : node.asText());
    }
  }
}
