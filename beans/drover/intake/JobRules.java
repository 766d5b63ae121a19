package drover.intake;

import drover.config.JobSettings;
import drover.config.JobSettings.ParameterRule;
import drover.config.JobSettings.PromptRule;
import drover.config.Settings;
import drover.task.Confinement;
import drover.task.InvalidTask;
import drover.task.Mode;
import drover.task.Task;
import drover.task.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;

/** What every job asks of its task: whether there is such a job, a prompt, and which parameters. */
public final class JobRules {
  private static final int LARGEST_PROMPT_BYTES = 1024 * 1024;
  private static final Set<String> EXECUTORS_TO_COME = Set.of("kubernetes", "docker", "t3");
  private static final Set<String> JOBS_TO_COME = Set.of("solve-linear-ticket", "implement-issue");

  private final Settings settings;

  public JobRules(Settings settings) {
    this.settings = settings;
  }

  /**
   * @throws InvalidTask with the first thing that is wrong
   */
  public Task validate(@Body TaskRequest request) {
    JobSettings job = settings.job(request.job()).orElseThrow(() -> unknownJob(request.job()));
    checkExecutor(request.executor());
    checkPrompt(request, job);
    checkParameters(request, job);
    checkPermissions(request, job);
    return new Task(
        Task.VERSION,
        request.job(),
        request.prompt().orElse("").strip(),
        request.params(),
        request.repository(),
        request.base(),
        request.executor(),
        request.mode(),
        request.confinement(),
        request.retention(),
        request.trigger(),
        request.requestedBy(),
        request.priority(),
        request.allowedTools());
  }

  /** Whether it names a job, those to come included. */
  public boolean isJob(String name) {
    return settings.job(name).isPresent() || JOBS_TO_COME.contains(name);
  }

  private InvalidTask unknownJob(String name) {
    String known = String.join(", ", settings.jobs().keySet());
    return JOBS_TO_COME.contains(name)
        ? new InvalidTask(
            "the job %s is not available in this version; there are %s".formatted(name, known))
        : new InvalidTask(
            "there is no job %s; there are %s, for example: ./drover run publisher \"Write about ...\""
                .formatted(name, known));
  }

  private static void checkExecutor(String executor) {
    if (EXECUTORS_TO_COME.contains(executor)) {
      throw new InvalidTask(
          "the executor %s is not available in this version; use --executor local"
              .formatted(executor));
    }
    if (!executor.equals("local")) {
      throw new InvalidTask("there is no executor %s; use --executor local".formatted(executor));
    }
  }

  private static void checkPrompt(TaskRequest request, JobSettings job) {
    String prompt = request.prompt().orElse("");
    if (prompt.indexOf('\0') >= 0) {
      throw new InvalidTask("the prompt holds a zero byte: give it as text");
    }
    if (job.prompt() == PromptRule.REQUIRED && prompt.isBlank()) {
      throw new InvalidTask(
          "the job %s needs a prompt, for example: ./drover run %s \"Write about ...\"%s"
              .formatted(request.job(), request.job(), exampleParameters(job)));
    }
    if (job.prompt() == PromptRule.NONE && !prompt.isBlank()) {
      throw new InvalidTask("the job " + request.job() + " takes no prompt: leave it out");
    }
    if (prompt.getBytes(StandardCharsets.UTF_8).length > LARGEST_PROMPT_BYTES) {
      throw new InvalidTask("the prompt is larger than 1 MB: put the material into the repository");
    }
  }

  /** Who may do everything must not be able to. */
  private static void checkPermissions(TaskRequest request, JobSettings job) {
    if (job.permissionMode().equals("bypassPermissions")
        && request.confinement() == Confinement.NONE
        && request.mode() == Mode.REAL) {
      throw new InvalidTask(
          "the job %s asks for bypassPermissions, which is for a sandbox only: leave --no-sandbox out, or change drover.jobs.%s.permission-mode"
              .formatted(request.job(), request.job()));
    }
  }

  private static String exampleParameters(JobSettings job) {
    return job.parameters().entrySet().stream()
        .filter(rule -> rule.getValue().required())
        .map(rule -> " --param " + rule.getKey() + "=" + rule.getValue().example())
        .collect(Collectors.joining());
  }

  private static void checkParameters(TaskRequest request, JobSettings job) {
    Map<String, ParameterRule> rules = job.parameters();
    for (String name : request.params().keySet()) {
      if (!rules.containsKey(name)) {
        throw new InvalidTask(
            "the job %s has no parameter %s; it takes %s"
                .formatted(request.job(), name, listed(List.copyOf(rules.keySet()))));
      }
    }
    rules.forEach((name, rule) -> checkParameter(request, name, rule));
  }

  private static void checkParameter(TaskRequest request, String name, ParameterRule rule) {
    String value = request.params().get(name);
    if (value == null) {
      if (rule.required()) {
        throw new InvalidTask(
            "the job %s needs the parameter %s, for example --param %s=%s"
                .formatted(request.job(), name, name, rule.example()));
      }
    } else if (!rule.accepts(value)) {
      throw new InvalidTask(
          "the parameter %s is \"%s\"; a right one is --param %s=%s"
              .formatted(name, value, name, rule.example()));
    }
  }

  private static String listed(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
