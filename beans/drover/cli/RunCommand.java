package drover.cli;

import drover.config.Configuration;
import drover.factory.Factory;
import drover.runtime.AgentRuntime;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.TaskRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run JOB [PROMPT]}: a task, here, in the foreground. */
@Command(
    name = "run",
    description = "Runs a task here and shows each step; the result is a branch.",
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
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
      paramLabel = "DIR|URL",
      description = "Repository to work for; default: the one around the current directory.")
  private Optional<String> repository = Optional.empty();

  @Option(
      names = "--base",
      paramLabel = "BRANCH",
      description = "Branch to start from; default: the current one.")
  private Optional<String> base = Optional.empty();

  @Option(names = "--param", paramLabel = "K=V", description = "A parameter of the job.")
  private Map<String, String> params = new LinkedHashMap<>();

  @Option(
      names = "--read-only",
      description = "Change nothing: what the agent reports is the result.")
  private boolean readOnly;

  @Option(names = "--ticket", paramLabel = "ID", description = "Same as --param ticket=ID.")
  private Optional<String> ticket = Optional.empty();

  @Option(names = "--domain", paramLabel = "HOST", description = "Same as --param domain=HOST.")
  private Optional<String> domain = Optional.empty();

  @Option(names = "--mode", paramLabel = "MODE", description = "Same as --param mode=MODE.")
  private Optional<String> mode = Optional.empty();

  @Option(
      names = "--rehearse",
      description = "A scripted agent in the place of the model: no account, no network, no cost.")
  private boolean rehearse;

  @Option(
      names = "--executor",
      paramLabel = "E",
      description =
          "Where turns run: local, docker or kubernetes; default: kubernetes inside a cluster.")
  private String executor = "";

  @Option(
      names = "--runtime",
      paramLabel = "R",
      converter = RuntimeName.class,
      description = "Coding agent: claude or opencode; default: the job's own.")
  private Optional<AgentRuntime> runtime = Optional.empty();

  @Option(
      names = "--no-sandbox",
      description = "Let the agent work unconfined, as you, with your files and network.")
  private boolean noSandbox;

  @Option(names = "--keep", description = "Keep the workspace after success.")
  private boolean keep;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Surroundings surroundings;

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    TaskRequest request = request();
    Configuration configuration = surroundings.configuration();
    try (Factory factory =
        Factory.start(surroundings.site(), configuration, surroundings.redactor())) {
      String run = factory.accept(request).run();
      return new ForegroundRun(factory, surroundings, common).carryOut(run);
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
        executor,
        rehearse ? Mode.REHEARSAL : Mode.REAL,
        noSandbox ? Confinement.NONE : Confinement.SANDBOX,
        keep ? Retention.KEEP : Retention.REMOVE,
        "cli",
        "cli",
        UUID.randomUUID().toString(),
        surroundings.user(),
        0,
        Optional.empty(),
        runtime);
  }
}
