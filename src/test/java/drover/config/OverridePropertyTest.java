package drover.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OverridePropertyTest {

  private static final ConfigurationSchema SCHEMA = ConfigurationSchema.packaged();
  private static final Configuration DEFAULTS = Sources.defaults();
  private static final List<KeyPath> KEYS =
      SCHEMA.keys(ConfigurationFile.packaged().read().layer().tree());

  /** Of every form that the schema asks of a text somewhere. */
  private static final List<String> SAMPLES =
      List.of(
          "agents",
          "2Gi",
          "acme/site",
          "SOME_TOKEN",
          "/opt/tools",
          "chat.example",
          "chat.example:8080",
          "jdbc:postgresql://db.example/drover",
          "https://chat.example/of/<run>",
          "https://chat.example/of/one",
          "{caches}/npm");

  /** A key and a value that fits it. */
  record Override(KeyPath key, String value) {}

  @Property(tries = 300)
  void a_variable_changes_its_own_key_and_no_other(@ForAll("overrides") Override override) {
    Map<String, String> changed =
        new HashMap<>(
            Sources.withEnvironment(Map.of(override.key().variable(), override.value()))
                .properties());
    Map<String, String> before = new HashMap<>(DEFAULTS.properties());
    String key = override.key().toString();

    if ("array".equals(type(override.key()))) {
      assertThat(changed).containsEntry(key + "[0]", override.value());
    } else {
      assertThat(changed).containsEntry(key, override.value());
    }
    changed.keySet().removeIf(name -> name.equals(key) || name.startsWith(key + "["));
    before.keySet().removeIf(name -> name.equals(key) || name.startsWith(key + "["));
    assertThat(changed).isEqualTo(before);
  }

  @Provide
  Arbitrary<Override> overrides() {
    return Arbitraries.of(KEYS)
        .filter(key -> !isListOfBlocks(key))
        .flatMap(key -> values(key).map(value -> new Override(key, value)));
  }

  private static Arbitrary<String> values(KeyPath key) {
    JsonNode schema = "array".equals(type(key)) ? SCHEMA.at(key.item(0)) : SCHEMA.at(key);
    if (key.name().equals("deliver")) {
      return Arbitraries.of("pull-request"); // only one job may do without
    }
    if (schema.has("enum")) {
      return Arbitraries.of(schema.path("enum").valueStream().map(JsonNode::asText).toList());
    }
    return switch (key.name()) {
      case "model" -> words().map(word -> "provider/" + word);
      case "read-only" -> words().map(word -> "/opt/" + word);
      case "api-url" -> words().map(word -> "https://gateway.example/" + word);
      case "allowlist" -> words().map(word -> "acme/" + word);
      case "cron" -> Arbitraries.of("0 9 * * MON", "*/5 * 1 JAN *");
      case "time-zone" -> Arbitraries.of("Europe/Berlin", "UTC", "America/New_York");
      case "enabled" -> Arbitraries.of("false"); // a schedule that is on has to fit its job
      case "clients" -> words().map(word -> word.toLowerCase(Locale.ROOT) + ".example");
      case "mcp" -> words().map(word -> "a" + word.toLowerCase(Locale.ROOT));
      case "private-hosts" -> words().map(word -> word + ".example:8081");
      case "heartbeat-seconds" ->
          key.toString().startsWith("drover.instance")
              ? Arbitraries.integers().between(1, 7).map(String::valueOf)
              : valuesOfType(schema);
      case "lease-seconds" -> Arbitraries.integers().between(10, 86400).map(String::valueOf);
      default -> valuesOfType(schema);
    };
  }

  private static Arbitrary<String> valuesOfType(JsonNode schema) {
    if (schema.has("pattern")) {
      Predicate<String> fits = Pattern.compile(schema.path("pattern").asText()).asPredicate();
      return Arbitraries.of(SAMPLES.stream().filter(fits).toList());
    }
    return switch (type(schema)) {
      case "integer", "number" ->
          Arbitraries.longs()
              .between(
                  (long) Math.ceil(schema.path("minimum").asDouble()),
                  schema.path("maximum").asLong())
              .map(String::valueOf);
      case "boolean" -> Arbitraries.of("true", "false");
      default -> words();
    };
  }

  private static Arbitrary<String> words() {
    return Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(30);
  }

  private static boolean isListOfBlocks(KeyPath key) {
    return "object".equals(type(key.item(0)));
  }

  private static String type(KeyPath key) {
    return type(SCHEMA.at(key));
  }

  private static String type(JsonNode schema) {
    return schema.path("type").asText();
  }
}
