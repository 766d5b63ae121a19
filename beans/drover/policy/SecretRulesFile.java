package drover.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import drover.config.ConfigurationException;
import drover.policy.Allowlist.Condition;
import drover.policy.Allowlist.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads rules for secrets in the format of gitleaks.toml. What it does not know is refused: a rule
 * that means something else than its author thinks is worse than none.
 *
 * @param name as messages show it
 */
record SecretRulesFile(String name, String text) {
  private static final Set<String> KEYS =
      Set.of("title", "description", "minVersion", "extend", "rules", "allowlist", "allowlists");
  private static final Set<String> RULE_KEYS =
      Set.of(
          "id",
          "description",
          "regex",
          "path",
          "secretGroup",
          "entropy",
          "keywords",
          "tags",
          "allowlist",
          "allowlists");
  private static final Set<String> ALLOWLIST_KEYS =
      Set.of(
          "description",
          "condition",
          "commits",
          "paths",
          "regexTarget",
          "regexes",
          "stopwords",
          "targetRules");

  SecretRules read() {
    JsonNode file = parse();
    refuseUnknown(file, KEYS, "the file");
    List<SecretRule> rules = new ArrayList<>();
    List<Allowlist> allowlists = new ArrayList<>(allowlistsOf(file, "the file"));
    extended(file.path("extend"))
        .ifPresent(
            shipped -> {
              rules.addAll(shipped.rules());
              allowlists.addAll(shipped.allowlists());
            });
    for (JsonNode node : file.path("rules")) {
      SecretRule rule = rule(node);
      rules.removeIf(known -> known.id().equals(rule.id()));
      rules.add(rule);
    }
    if (rules.isEmpty()) {
      throw wrong("the file", "has no [[rules]]; write one, or [extend] useDefault = true");
    }
    return new SecretRules(rules, allowlists);
  }

  private JsonNode parse() {
    try {
      return new TomlMapper().readTree(text);
    } catch (JsonProcessingException e) {
      String where =
          Optional.ofNullable(e.getLocation()).map(at -> ":" + at.getLineNr()).orElse("");
      throw new ConfigurationException(
          "%s%s: is no TOML: %s".formatted(name, where, e.getOriginalMessage()));
    }
  }

  /** {@code useDefault} means the rules that are shipped with Drover. */
  private Optional<SecretRules> extended(JsonNode extend) {
    if (extend.isMissingNode()) {
      return Optional.empty();
    }
    refuseUnknown(extend, Set.of("useDefault", "disabledRules"), "[extend]");
    if (!extend.path("useDefault").asBoolean()) {
      return Optional.empty();
    }
    List<String> disabled = texts(extend, "disabledRules");
    SecretRules shipped = SecretRules.shipped();
    return Optional.of(
        new SecretRules(
            shipped.rules().stream().filter(rule -> !disabled.contains(rule.id())).toList(),
            shipped.allowlists()));
  }

  private SecretRule rule(JsonNode node) {
    String id = node.path("id").asText("");
    if (id.isBlank()) {
      throw wrong("a rule", "has no id; give it one");
    }
    String where = "rule " + id;
    refuseUnknown(node, RULE_KEYS, where);
    Optional<Pattern> regex = optional(node, "regex").map(text -> compile(text, where));
    Optional<Pattern> path = optional(node, "path").map(text -> compile(text, where));
    int group = node.path("secretGroup").asInt(0);
    if (regex.isEmpty() && path.isEmpty()) {
      throw wrong(where, "has neither regex nor path; give it one");
    }
    if (group < 0 || group > regex.map(Pattern::groupCount).orElse(0)) {
      throw wrong(where, "has no group %d in its regex; correct secretGroup".formatted(group));
    }
    return new SecretRule(
        id,
        optional(node, "description").orElse("what the rule " + id + " describes"),
        regex,
        path,
        group,
        node.path("entropy").asDouble(0),
        texts(node, "keywords").stream().map(word -> word.toLowerCase(Locale.ROOT)).toList(),
        allowlistsOf(node, where));
  }

  /** One under the older name, or several under the newer. */
  private List<Allowlist> allowlistsOf(JsonNode node, String where) {
    return Stream.concat(
            Stream.of(node.path("allowlist")).filter(JsonNode::isObject),
            StreamSupport.stream(node.path("allowlists").spliterator(), false))
        .map(list -> allowlist(list, "an allowlist of " + where))
        .toList();
  }

  private Allowlist allowlist(JsonNode node, String where) {
    refuseUnknown(node, ALLOWLIST_KEYS, where);
    return new Allowlist(
        texts(node, "targetRules"),
        condition(node, where),
        texts(node, "commits"),
        patterns(node, "paths", where),
        target(node, where),
        patterns(node, "regexes", where),
        texts(node, "stopwords").stream().map(word -> word.toLowerCase(Locale.ROOT)).toList());
  }

  private Condition condition(JsonNode node, String where) {
    return switch (node.path("condition").asText("").toUpperCase(Locale.ROOT)) {
      case "", "OR", "||" -> Condition.OR;
      case "AND", "&&" -> Condition.AND;
      default -> throw wrong(where, "has an unknown condition; needs OR or AND");
    };
  }

  private Target target(JsonNode node, String where) {
    return switch (node.path("regexTarget").asText("")) {
      case "", "secret" -> Target.SECRET;
      case "match" -> Target.MATCH;
      case "line" -> Target.LINE;
      default -> throw wrong(where, "has an unknown regexTarget; needs secret, match or line");
    };
  }

  private List<Pattern> patterns(JsonNode node, String key, String where) {
    return texts(node, key).stream().map(regex -> compile(regex, where)).toList();
  }

  private Pattern compile(String regex, String where) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw wrong(
          where,
          "has a regular expression that RE2 cannot use: %s; correct it".formatted(e.getMessage()));
    }
  }

  private void refuseUnknown(JsonNode node, Set<String> known, String where) {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw wrong(where, "has the key %s, which Drover does not know".formatted(key));
              }
            });
  }

  private static Optional<String> optional(JsonNode node, String key) {
    return Optional.of(node.path(key).asText("")).filter(text -> !text.isEmpty());
  }

  private static List<String> texts(JsonNode node, String key) {
    return StreamSupport.stream(node.path(key).spliterator(), false).map(JsonNode::asText).toList();
  }

  private ConfigurationException wrong(String where, String what) {
    return new ConfigurationException("%s: %s %s".formatted(name, where, what));
  }
}
