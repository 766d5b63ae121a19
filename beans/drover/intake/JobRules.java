package drover.intake;

import drover.config.JobSettings;
import drover.config.JobSettings.PromptRule;
import drover.config.Settings;
import drover.runtime.AgentRuntime;
import drover.task.Confinement;
import drover.task.InvalidTask;
import drover.task.Mode;
import drover.task.Task;
import drover.task.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;

/** What every job asks of its task: whether there is such a job, a prompt, and which parameters. */
public final class JobRules {
  private static final String KUBERNETES = "kubernetes";
  private static final int LARGEST_PROMPT_BYTES = 1024 * 1024;
  private static final String DOCKER = "docker";
  private static final Set<String> EXECUTORS_TO_COME = Set.of("t3");

  private final Settings settings;
  private final List<String> executors;

  public JobRules(Settings settings) {
    this(settings, List.of("local", DOCKER));
  }

  /**
   * @param executors where turns can run here; the first one where a request does not say
   */
  public JobRules(Settings settings, List<String> executors) {
    this.settings = settings;
    this.executors = List.copyOf(executors);
  }

  /**
   * @throws InvalidTask with the first thing that is wrong
   */
  public Task validate(@Body TaskRequest asked) {
    TaskRequest request =
        asked.executor().isEmpty()
            ? asked.asking(executors.getFirst(), asked.priority(), asked.allowedTools())
            : asked;
    JobSettings job = settings.job(request.job()).orElseThrow(() -> unknownJob(request.job()));
    checkExecutor(request);
    checkPrompt(request, job);
    Map<String, String> params = new ParameterRules(request.job(), job).validate(request);
    checkPermissions(request, job);
    checkRuntime(request, job);
    checkCluster(request, job);
    return new Task(
        Task.VERSION,
        request.job(),
        request.prompt().orElse("").strip(),
        params,
        request.repository(),
        request.base(),
        request.executor(),
        request.mode(),
        request.confinement(),
        request.retention(),
        request.trigger(),
        request.requestedBy(),
        request.priority(),
        request.allowedTools(),
        runtimeOf(request, job));
  }

  /** A rehearsal's scripted agent takes the place of whichever it would be. */
  private static Optional<AgentRuntime> runtimeOf(TaskRequest request, JobSettings job) {
    return request
        .runtime()
        .or(job::runtime)
        .filter(runtime -> runtime != AgentRuntime.CLAUDE)
        .filter(runtime -> request.mode() == Mode.REAL);
  }

  /** Whether it names a job. */
  public boolean isJob(String name) {
    return settings.job(name).isPresent();
  }

  private InvalidTask unknownJob(String name) {
    String known = String.join(", ", settings.jobs().keySet());
    return new InvalidTask(
        "there is no job %s; there are %s, for example: ./drover run publisher \"Write about ...\""
            .formatted(name, known));
  }

  private void checkExecutor(TaskRequest request) {
    String executor = request.executor();
    if (EXECUTORS_TO_COME.contains(executor)) {
      throw new InvalidTask(
          "the executor %s is not available in this version; use --executor local or docker"
              .formatted(executor));
    }
    if (executor.equals(KUBERNETES) && !executors.contains(KUBERNETES)) {
      throw new InvalidTask(
          "no cluster is named for --executor kubernetes: set KUBECONFIG, or run the factory in the cluster");
    }
    if (!executors.contains(executor)) {
      throw new InvalidTask(
          "there is no executor %s; use --executor %s"
              .formatted(executor, String.join(" or ", executors)));
    }
    if (executor.equals(DOCKER) && request.confinement() == Confinement.NONE) {
      throw new InvalidTask(
          "the executor docker is a sandbox: leave --no-sandbox out, or use --executor local");
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

  /** Servers that a job's work depends on are not handed to opencode. */
  private static void checkRuntime(TaskRequest request, JobSettings job) {
    boolean hasServers = !job.mcp().orElse(List.of()).isEmpty();
    if (hasServers && runtimeOf(request, job).isPresent()) {
      throw new InvalidTask(
          "the job %s works with MCP servers, which the runtime opencode is not given in this version: leave --runtime out, or empty drover.jobs.%s.mcp"
              .formatted(request.job(), request.job()));
    }
  }

  /** What would run agents' code, or hold a secret, in the factory's own pod. */
  private static void checkCluster(TaskRequest request, JobSettings job) {
    if (!request.executor().equals(KUBERNETES)) {
      return;
    }
    if (request.confinement() == Confinement.NONE) {
      throw new InvalidTask("a pod always confines its agent: leave --no-sandbox out");
    }
  }

  private static String exampleParameters(JobSettings job) {
    return job.parameters().entrySet().stream()
        .filter(rule -> rule.getValue().required())
        .map(rule -> " --param " + rule.getKey() + "=" + rule.getValue().example())
        .collect(Collectors.joining());
  }
}
