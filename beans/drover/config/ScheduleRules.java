package drover.config;

import drover.config.JobSettings.ParameterRule;
import drover.config.JobSettings.PromptRule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a schema cannot say of schedules: cron, time zones, and what their jobs take. */
final class ScheduleRules {
  private static final KeyPath SCHEDULES = KeyPath.of("drover", "schedules");
  private static final KeyPath CLIENTS = KeyPath.of("drover", "clients");

  private final Settings settings;
  private final Layer layer;
  private final List<Problem> problems = new ArrayList<>();

  private ScheduleRules(Settings settings, Layer layer) {
    this.settings = settings;
    this.layer = layer;
  }

  static List<Problem> problems(Settings settings, Layer layer) {
    ScheduleRules rules = new ScheduleRules(settings, layer);
    settings.schedules().forEach(rules::check);
    return rules.problems;
  }

  private void check(String name, ScheduleSettings schedule) {
    KeyPath key = SCHEDULES.child(name);
    checkCron(key.child("cron"), schedule);
    checkZone(key.child("time-zone"), schedule.timeZone());
    if (schedule.enabled()) { // one that is off may wait for its job
      Optional<JobSettings> job = settings.job(schedule.job());
      job.ifPresentOrElse(
          known -> checkTask(key, schedule, known),
          () -> {
            String known = String.join(", ", settings.jobs().keySet());
            say(
                key.child("job"),
                "names no job of this version; there are "
                    + known
                    + ": choose one, or set %s to false".formatted(key.child("enabled")));
          });
    }
  }

  private void checkCron(KeyPath key, ScheduleSettings schedule) {
    try {
      schedule.cron();
    } catch (IllegalArgumentException e) {
      say(
          key,
          "is no cron expression of five fields as in \"30 6 * * MON\" (minute, hour, day, month, weekday): "
              + e.getMessage());
    }
  }

  private void checkZone(KeyPath key, String zone) {
    if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      String near =
          NearestName.to(zone, ZoneId.getAvailableZoneIds()).orElse("UTC or Europe/Berlin");
      say(key, "is no time zone; one is " + near);
    }
  }

  private void checkTask(KeyPath key, ScheduleSettings schedule, JobSettings job) {
    if (job.prompt() == PromptRule.REQUIRED && schedule.prompt().isEmpty()) {
      lacks(key.child("prompt"), "a prompt, which the job %s needs".formatted(schedule.job()));
    }
    if (job.prompt() == PromptRule.NONE && schedule.prompt().isPresent()) {
      say(key.child("prompt"), "is for nothing: the job %s takes none".formatted(schedule.job()));
    }
    KeyPath params = key.child("params");
    schedule.params().keySet().stream()
        .filter(name -> !job.parameters().containsKey(name))
        .forEach(
            name ->
                say(
                    params.child(name),
                    "is no parameter of the job %s; it takes %s"
                        .formatted(schedule.job(), listed(job.parameters()))));
    job.parameters().forEach((name, rule) -> checkParameter(params, name, rule, schedule));
    if (schedule.isForClients()) {
      checkClients(key, schedule, job);
    }
  }

  private void checkParameter(
      KeyPath params, String name, ParameterRule rule, ScheduleSettings schedule) {
    boolean isGivenByClient =
        schedule.isForClients() && name.equals(ScheduleSettings.CLIENT_PARAMETER);
    Optional<String> value = Optional.ofNullable(schedule.params().get(name));
    if (isGivenByClient) {
      value.ifPresent(
          given -> say(params.child(name), "is given by each client: leave it out here"));
    } else if (value.isPresent()) {
      checkValue(params.child(name), rule, value.get());
    } else if (rule.required()) {
      lacks(
          params.child(name),
          "a value such as %s, which the job %s needs".formatted(rule.example(), schedule.job()));
    }
  }

  private void checkClients(KeyPath key, ScheduleSettings schedule, JobSettings job) {
    Optional<ParameterRule> rule =
        Optional.ofNullable(job.parameters().get(ScheduleSettings.CLIENT_PARAMETER));
    if (rule.isEmpty()) {
      say(
          key.child("for-each"),
          "cannot be: the job %s takes no parameter %s"
              .formatted(schedule.job(), ScheduleSettings.CLIENT_PARAMETER));
      return;
    }
    for (int i = 0; i < settings.clients().size(); i++) {
      checkValue(CLIENTS.item(i), rule.get(), settings.clients().get(i));
    }
  }

  private void checkValue(KeyPath key, ParameterRule rule, String value) {
    if (!rule.accepts(value)) {
      say(key, "does not fit its job; a right one is " + rule.example());
    }
  }

  private void lacks(KeyPath key, String what) {
    problems.add(Problem.with(layer.originOf(key), key, "is missing; give it " + what));
  }

  private void say(KeyPath key, String complaint) {
    String is = Need.complaint(key.in(layer.tree()));
    problems.add(Problem.with(layer.originOf(key), key, is + ", which " + complaint));
  }

  private static String listed(Map<String, ParameterRule> rules) {
    return rules.isEmpty() ? "none" : String.join(", ", rules.keySet());
  }
}
