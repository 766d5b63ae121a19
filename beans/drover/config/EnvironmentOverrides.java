package drover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads {@code DROVER_...} variables as keys, each value by the type that the schema gives its key.
 */
final class EnvironmentOverrides {

  private static final String PREFIX = "DROVER_";

  /** Read by the launcher, the command line and the tests, or secrets; no keys. */
  private static final Predicate<String> RESERVED =
      Pattern.compile(
              "DROVER_(HOME|CONFIG|ROOT|RUN|JAVA_OPTS|LEDGER_PASSWORD(_FILE)?|REHEARSAL_.*|TEST_.*|PLANT_.*)")
          .asMatchPredicate();

  /**
   * Kubernetes tells every pod the addresses of services; one named drover must not stop the start.
   */
  private static final Predicate<String> SERVICE_LINK =
      Pattern.compile(
              "DROVER_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)")
          .asMatchPredicate();

  private static final Predicate<String> SERVICE_ADDRESS =
      Pattern.compile("(tcp|udp|sctp)://.+:\\d+").asMatchPredicate();

  /** Names from before this program; they go on working, and the name by the rule wins. */
  private static final Map<String, KeyPath> OLDER_NAMES =
      Map.of(
          "AFK_ALLOWLIST", KeyPath.of("drover", "github", "allowlist"),
          "AFK_KILL_SWITCH", KeyPath.of("drover", "github", "poll", "kill-switch"),
          "AFK_READY_LABEL", KeyPath.of("drover", "github", "poll", "ready-label"),
          "AFK_IN_PROGRESS_LABEL", KeyPath.of("drover", "github", "poll", "in-progress-label"),
          "AFK_FIX_FORWARD_MAX_ATTEMPTS", KeyPath.of("drover", "watch", "fix-forward-max-attempts"),
          "AFK_FIX_FORWARD_MAX_SECONDS", KeyPath.of("drover", "watch", "fix-forward-max-seconds"),
          "AFK_BUDGET_USD", KeyPath.of("drover", "jobs", "implement-issue", "limits", "cost-usd"),
          "DISCORD_LOG_CHANNEL_ID",
              KeyPath.of("drover", "notifications", "channels", "discord-bot", "to"),
          "NTFY_URL", KeyPath.of("drover", "notifications", "channels", "ntfy", "url"));

  private static final Predicate<String> NUMBER =
      Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,18})?").asMatchPredicate();

  private final ConfigurationSchema schema;
  private final Map<String, List<KeyPath>> keysByVariable;
  private final Layer overrides = Layer.empty();
  private final List<Problem> problems = new ArrayList<>();

  EnvironmentOverrides(ConfigurationSchema schema, JsonNode tree) {
    this.schema = schema;
    this.keysByVariable =
        schema.keys(tree).stream()
            .collect(Collectors.groupingBy(KeyPath::variable, TreeMap::new, Collectors.toList()));
  }

  Reading read(Map<String, String> environment) {
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              KeyPath meant = OLDER_NAMES.getOrDefault(name, KeyPath.ROOT);
              if (!meant.isRoot() && !environment.containsKey(meant.variable())) {
                set(meant, value, name);
              } else if (name.startsWith(PREFIX) && !isForeign(name, value)) {
                override(name, value);
              }
            });
    return new Reading(overrides, problems);
  }

  private boolean isForeign(String name, String value) {
    boolean isAddress = name.endsWith("_PORT") && SERVICE_ADDRESS.test(value);
    boolean isLink = SERVICE_LINK.test(name) && !keysByVariable.containsKey(name);
    return RESERVED.test(name) || isAddress || isLink;
  }

  private void override(String name, String value) {
    List<KeyPath> keys = keysByVariable.getOrDefault(name, List.of());
    if (keys.size() == 1) {
      set(keys.getFirst(), value, name);
    } else {
      String mend = keys.isEmpty() ? unknown(name) : ambiguous(keys);
      problems.add(new Problem(new Origin.Variable(name, KeyPath.ROOT), name + mend));
    }
  }

  private void set(KeyPath key, String value, String name) {
    Origin origin = new Origin.Variable(name, key);
    overrides.put(key, parse(key, value, origin), origin);
  }

  private String unknown(String name) {
    return " fits no key; "
        + NearestName.to(name, keysByVariable.keySet())
            .map(near -> "did you mean " + near + "?")
            .orElse("unset it, or see application.yaml for the keys there are");
  }

  private static String ambiguous(List<KeyPath> keys) {
    return keys.stream()
        .map(KeyPath::toString)
        .collect(Collectors.joining(" and ", " fits ", "; set the one you mean in the file"));
  }

  /** What does not fit the type stays text, and the schema says what is wrong with it. */
  private JsonNode parse(KeyPath key, String value, Origin origin) {
    String trimmed = value.strip();
    return switch (schema.at(key).path("type").asText()) {
      case "integer", "number" -> number(trimmed).orElseGet(() -> TextNode.valueOf(value));
      case "boolean" -> truth(trimmed).orElseGet(() -> TextNode.valueOf(value));
      case "array" -> trimmed.startsWith("[") ? yamlList(key, trimmed, origin) : commaList(trimmed);
      default -> TextNode.valueOf(value);
    };
  }

  private static Optional<JsonNode> number(String value) {
    return NUMBER.test(value)
        ? Optional.of(NodeReader.decimal(new BigDecimal(value)))
        : Optional.empty();
  }

  private static Optional<JsonNode> truth(String value) {
    return switch (value) {
      case "true" -> Optional.of(BooleanNode.TRUE);
      case "false" -> Optional.of(BooleanNode.FALSE);
      default -> Optional.empty();
    };
  }

  private static ArrayNode commaList(String value) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    Stream.of(value.split(","))
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .forEach(list::add);
    return list;
  }

  private JsonNode yamlList(KeyPath key, String value, Origin origin) {
    try {
      Optional<Node> node = YamlText.compose(origin.source(), value);
      NodeReader reader = new NodeReader(any -> origin);
      JsonNode list = reader.value(node.orElseThrow(), key);
      problems.addAll(reader.problems());
      return list;
    } catch (ConfigurationException e) {
      String message =
          origin.source()
              + " is no list in brackets; needs [a, b], with quotes around special characters";
      problems.add(new Problem(origin, message));
      return JsonNodeFactory.instance.arrayNode();
    }
  }
}
