package drover.cli;

import drover.factory.RenderedRun;
import drover.runtime.AgentRuntime;
import drover.task.Confinement;
import drover.task.InvalidTask;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.TaskRequest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code render JOB [PROMPT]}: what a run would create in a cluster. */
@Command(
    name = "render",
    description = {
      "Prints what a run would create in Kubernetes, as YAML; touches nothing.",
      "Credentials are redacted, and a commit that is not known yet is all zeros."
    },
    sortOptions = false)
final class RenderCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "JOB",
      description = "publisher, agent, or another: docs/jobs.md.")
  private String job = "";

  @Parameters(
      index = "1..*",
      paramLabel = "PROMPT",
      description = "What to do; - reads it from standard input; put -- before one like an option.")
  private List<String> prompt = List.of();

  @Option(
      names = "--repo",
      paramLabel = "URL",
      description = "Repository to work for; default: a placeholder.")
  private Optional<String> repository = Optional.empty();

  @Option(
      names = "--base",
      paramLabel = "BRANCH",
      description = "Branch to start from; default: main.")
  private Optional<String> base = Optional.empty();

  @Option(names = "--param", paramLabel = "K=V", description = "A parameter of the job.")
  private Map<String, String> params = new LinkedHashMap<>();

  @Option(names = "--ticket", paramLabel = "ID", description = "Same as --param ticket=ID.")
  private Optional<String> ticket = Optional.empty();

  @Option(names = "--domain", paramLabel = "HOST", description = "Same as --param domain=HOST.")
  private Optional<String> domain = Optional.empty();

  @Option(names = "--mode", paramLabel = "MODE", description = "Same as --param mode=MODE.")
  private Optional<String> mode = Optional.empty();

  @Option(
      names = "--read-only",
      description = "Change nothing: what the agent reports is the result.")
  private boolean readOnly;

  @Option(names = "--rehearse", description = "A scripted agent in the place of the model.")
  private boolean rehearse;

  @Option(
      names = "--runtime",
      paramLabel = "R",
      converter = RuntimeName.class,
      description = "Coding agent: claude or opencode; default: the job's own.")
  private Optional<AgentRuntime> runtime = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Surroundings surroundings;

  RenderCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    repository.ifPresent(RenderCommand::requireReachable);
    List<HasMetadata> objects =
        RenderedRun.of(
            request(),
            surroundings.site(),
            surroundings.configuration().settings(),
            surroundings.clock());
    if (common.json()) {
      surroundings.printJson(
          Map.of(
              "apiVersion",
              "v1",
              "kind",
              "List",
              "items",
              objects.stream()
                  .map(object -> Serialization.unmarshal(Serialization.asJson(object), Map.class))
                  .toList()));
    } else {
      objects.forEach(object -> surroundings.print(Serialization.asYaml(object).stripTrailing()));
    }
    return ExitStatus.DONE;
  }

  /** A pod sees nothing of this machine. */
  private static void requireReachable(String url) {
    if (!url.matches("(https?|git)://[^@\\s]+")) {
      throw new InvalidTask(
          "%s cannot be cloned by a pod: give --repo a URL without a credential, for example https://github.com/owner/repo"
              .formatted(url));
    }
  }

  private TaskRequest request() {
    Map<String, String> all = new LinkedHashMap<>(params);
    ticket.ifPresent(value -> all.put("ticket", value));
    domain.ifPresent(value -> all.put("domain", value));
    mode.ifPresent(value -> all.put("mode", value));
    if (readOnly) {
      all.put("read-only", "true");
    }
    return new TaskRequest(
        job,
        new GivenPrompt(surroundings, spec).read(prompt),
        all,
        repository,
        base,
        "kubernetes",
        rehearse ? Mode.REHEARSAL : Mode.REAL,
        Confinement.SANDBOX,
        Retention.REMOVE,
        "cli",
        "cli",
        "render",
        surroundings.user(),
        0,
        Optional.empty(),
        runtime);
  }
}
