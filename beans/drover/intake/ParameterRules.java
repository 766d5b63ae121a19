package drover.intake;

import drover.config.JobSettings;
import drover.config.JobSettings.ParameterRule;
import drover.task.InvalidTask;
import drover.task.TaskLimits;
import drover.task.TaskRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a job asks of the parameters of its task, and what they are where nobody said. */
final class ParameterRules {
  /** Stands in a default for the value of another parameter, in small letters. */
  private static final Pattern OTHER = Pattern.compile("<([a-z][a-z0-9-]*)>");

  private final String job;
  private final Map<String, ParameterRule> rules;

  ParameterRules(String job, JobSettings settings) {
    this.job = job;
    this.rules = settings.parameters();
  }

  /**
   * The parameters with their defaults.
   *
   * @throws InvalidTask with the first thing that is wrong
   */
  Map<String, String> validate(TaskRequest request) {
    TaskLimits.of(request.params());
    for (String name : request.params().keySet()) {
      if (!rules.containsKey(name) && !TaskLimits.names().contains(name)) {
        throw new InvalidTask(
            "the job %s has no parameter %s; it takes %s"
                .formatted(job, name, listed(List.copyOf(rules.keySet()))));
      }
    }
    rules.forEach((name, rule) -> check(request.params(), name, rule));
    refuseWhatIsToCome(request.params());
    return withDefaults(request.params());
  }

  private void check(Map<String, String> params, String name, ParameterRule rule) {
    String value = params.get(name);
    if (value == null) {
      if (rule.required()) {
        throw new InvalidTask(
            "the job %s needs the parameter %s, for example --param %s=%s"
                .formatted(job, name, name, rule.example()));
      }
    } else if (!rule.accepts(value)) {
      throw new InvalidTask(
          "the parameter %s is \"%s\"; a right one is --param %s=%s"
              .formatted(name, value, name, rule.example()));
    }
  }

  /** Databases of a run's own are not built yet: they are refused, never left out in silence. */
  private static void refuseWhatIsToCome(Map<String, String> params) {
    if (params.getOrDefault("database", "none").equals("branch")) {
      throw new InvalidTask(
          "a database of the run's own (database=branch) is not available in this version; use --param database=none");
    }
    if (params.containsKey("seed")) {
      throw new InvalidTask(
          "seed goes with database=branch, which is not available in this version; leave it out");
    }
  }

  private Map<String, String> withDefaults(Map<String, String> params) {
    Map<String, String> all = new TreeMap<>(params);
    rules.forEach(
        (name, rule) ->
            rule.fallback().ifPresent(value -> all.putIfAbsent(name, filled(value, params))));
    return all;
  }

  private static String filled(String text, Map<String, String> params) {
    return OTHER
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    params.getOrDefault(found.group(1), "").toLowerCase(Locale.ROOT)));
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
