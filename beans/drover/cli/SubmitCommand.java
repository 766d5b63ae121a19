package drover.cli;

import drover.config.Secrets;
import drover.json.Json;
import drover.runtime.AgentRuntime;
import drover.task.InvalidTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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

/** {@code submit JOB [PROMPT]}: hands a task to a server. */
@Command(
    name = "submit",
    description = {
      "Hands a task to a server, which queues it; prints the run and its position.",
      "The token of the server is taken from AI_WEBHOOK_TOKEN, or the file AI_WEBHOOK_TOKEN_FILE names."
    },
    sortOptions = false)
final class SubmitCommand implements Callable<Integer> {
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
      paramLabel = "R",
      description =
          "Repository: owner/name at GitHub, a URL, or a directory, which the server has to have.")
  private Optional<String> repository = Optional.empty();

  @Option(
      names = "--base",
      paramLabel = "BRANCH",
      description = "Branch to start from; default: the repository's own.")
  private Optional<String> base = Optional.empty();

  @Option(names = "--param", paramLabel = "K=V", description = "A parameter of the job.")
  private Map<String, String> params = new LinkedHashMap<>();

  @Option(names = "--ticket", paramLabel = "ID", description = "Same as --param ticket=ID.")
  private Optional<String> ticket = Optional.empty();

  @Option(
      names = "--read-only",
      description = "Change nothing: what the agent reports is the result.")
  private boolean readOnly;

  @Option(
      names = "--runtime",
      paramLabel = "R",
      converter = RuntimeName.class,
      description = "Coding agent: claude or opencode; default: the job's own.")
  private Optional<AgentRuntime> runtime = Optional.empty();

  @Option(
      names = "--idempotency-key",
      paramLabel = "K",
      description = "Names the task for good: submitted again, it is the same run.")
  private Optional<String> key = Optional.empty();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Where the server is; default: this machine, port drover.http.port.")
  private Optional<String> server = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Surroundings surroundings;

  SubmitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    String url =
        server.orElseGet(
            () -> "http://localhost:" + surroundings.configuration().settings().http().port());
    TaskDesk desk =
        TaskDesk.at(url, new Secrets(surroundings.site().environment(), surroundings.redactor()));
    TaskDesk.Receipt receipt =
        desk.handIn(Json.write(task()), key.orElseGet(() -> UUID.randomUUID().toString()));
    if (common.json()) {
      surroundings.printJson(receipt);
    } else {
      surroundings.print(
          "run %s is %s at %s%s".formatted(receipt.run(), receipt.state(), url, place(receipt)));
    }
    return ExitStatus.DONE;
  }

  private static String place(TaskDesk.Receipt receipt) {
    if (!receipt.state().equals("queued")) {
      return "";
    }
    return receipt.position() == 0
        ? " and begins at once"
        : ", position %d in the queue".formatted(receipt.position());
  }

  private Map<String, Object> task() {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("job", job);
    new GivenPrompt(surroundings, spec).read(prompt).ifPresent(text -> task.put("prompt", text));
    repository.ifPresent(name -> task.put("repo", absolute(name)));
    base.ifPresent(branch -> task.put("branch", branch));
    Map<String, String> all = new LinkedHashMap<>(params);
    ticket.ifPresent(value -> all.put("ticket", value));
    task.put("params", all);
    if (readOnly) {
      task.put("readOnly", true);
    }
    runtime.ifPresent(agent -> task.put("runtime", agent.word()));
    return task;
  }

  /** A directory is meant as it is seen from here. */
  private String absolute(String name) {
    try {
      Path directory = surroundings.site().currentDirectory().orElse(Path.of("")).resolve(name);
      return Files.isDirectory(directory) ? directory.toRealPath().toString() : name;
    } catch (InvalidPathException e) {
      return name; // an URL, for instance: the server says what is wrong with it
    } catch (IOException e) {
      throw new InvalidTask("the directory " + name + " cannot be looked at: " + e.getMessage());
    }
  }
}
