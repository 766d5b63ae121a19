package drover.pipeline;

import drover.cache.PackageCaches;
import drover.config.Configuration;
import drover.config.Settings;
import drover.egress.Egress;
import drover.egress.WaysOut;
import drover.intake.Intake;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.machine.Network;
import drover.machine.ProcessLauncher;
import drover.redact.Redactor;
import drover.run.EndWitness;
import drover.run.Instance;
import drover.run.Journal;
import drover.run.LiveRuns;
import drover.run.Owners;
import drover.run.RunExecution;
import drover.run.Runs;
import drover.sandbox.Availability.Available;
import drover.sandbox.Bubblewrap;
import drover.sandbox.ContainerEngine;
import drover.sandbox.Sandboxes;
import drover.task.Mode;
import drover.task.TaskRequest;
import drover.turn.Purpose;
import drover.turn.TurnResult;
import drover.verify.CheckRunner;
import drover.workspace.BranchPlacement;
import drover.workspace.Git;
import drover.workspace.NothingKept;
import drover.workspace.ReadOnlyWorkspaces;
import drover.workspace.RemoteAccess;
import drover.workspace.Repositories;
import drover.workspace.SampleRepositories;
import drover.workspace.WarmClones;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The beans of a factory without its routes, and a claimed run for them to work on. */
final class BeanBench implements AutoCloseable {
  static final String SECRET = "operators-github-token-1234567890";

  final Blog blog;
  final Ledger ledger;
  final Clock clock = Clock.system();
  final ProcessLauncher launcher = new ForkingLauncher();
  final CommandRunner commands = new CommandRunner(launcher, clock);
  final Map<String, String> environment;
  final Journal journal;
  final Repositories repositories;
  final Workspaces workspaces;
  final Git operator;
  final RunExecution run;
  private final Path folder;
  private final Settings usual;

  private BeanBench(Path folder, TaskRequest request, Blog blog) {
    this.folder = folder;
    this.usual = settings("");
    this.blog = blog;
    this.environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "GITHUB_TOKEN", SECRET));
    Path data = folder.resolve("data");
    this.ledger = Ledger.open(data);
    this.journal = new Journal(ledger, clock, new Redactor(environment));
    this.operator = Git.asOperator(commands, environment);
    Git clean = Git.clean(commands, environment);
    this.repositories =
        new Repositories(
            operator,
            usual,
            new SampleRepositories(clean, folder, data),
            new WarmClones(operator, RemoteAccess.PLAIN, data),
            Optional.empty());
    this.workspaces = new Workspaces(repositories, clean, ledger, journal, data);
    this.run = claim(request, data);
  }

  static BeanBench in(Path folder) throws IOException {
    Blog blog = Blog.in(folder);
    return new BeanBench(folder, FactoryBench.rehearsal("Write about beans", blog), blog);
  }

  /** Another run in the same repository, executed here as well. */
  RunExecution anotherRun(String key) {
    TaskRequest request =
        TaskRequest.heard("test", key, "tester", "publisher")
            .saying(Optional.of("Write more"), Map.of())
            .about(Optional.of(blog.directory().toString()), Optional.empty())
            .in(Mode.REHEARSAL);
    return claim(request, data());
  }

  ReadOnlyWorkspaces readOnlyWorkspaces() {
    return new ReadOnlyWorkspaces(repositories, Git.clean(commands, environment), ledger, data());
  }

  /**
   * @param yaml what differs from the defaults
   */
  Settings settings(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("application.yaml"), yaml);
      Optional<Path> operators = yaml.isEmpty() ? Optional.empty() : Optional.of(file);
      return Configuration.load(operators, Map.of("DROVER_TURN_POLL_MS", "5")).settings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As on this machine, when the run asks to be confined. */
  Sandboxes sandboxes() {
    Bubblewrap bubblewrap =
        new Bubblewrap(
            settings("").sandbox(),
            Blog.INSTALLATION.resolve("runtime-image/sandbox"),
            environment);
    return new Sandboxes(bubblewrap, containers(), Available::new, journal);
  }

  ContainerEngine containers() {
    return new ContainerEngine(
        settings("").docker(),
        settings("").sandbox(),
        Blog.INSTALLATION.resolve("runtime-image/sandbox"),
        commands,
        environment);
  }

  WaysOut waysOut() {
    return new WaysOut(new Egress(settings(""), Network.system(), journal::tell), settings(""));
  }

  CheckRunner checks(Settings settings) {
    return new CheckRunner(sandboxes(), waysOut(), commands, clock, settings, environment);
  }

  /** What runs of a repository share, by these settings. */
  PackageCaches caches(Settings settings) {
    NothingKept nothingKept = new NothingKept(settings.retention().keepNothingOf());
    return new PackageCaches(settings.caches(), nothingKept, ledger, clock, data());
  }

  Path data() {
    return folder.resolve("data");
  }

  BranchPlacement placement() {
    return new BranchPlacement(repositories, operator);
  }

  /** Commits a file the way an agent does, and gives back the commit. */
  String commit(Workspace workspace, String file, String content) {
    write(workspace, file, content);
    Blog.gitIn(workspace.directory(), "add", "--force", "--", file);
    Blog.gitIn(workspace.directory(), "commit", "-q", "-m", "Change " + file);
    return Blog.gitIn(workspace.directory(), "rev-parse", "HEAD");
  }

  /** The same, and the factory has received it, as after a turn. */
  String receive(Workspace workspace, String file, String content) {
    commit(workspace, file, content);
    return workspaces.receive(workspace);
  }

  void deleteRunDirectory() {
    try (Stream<Path> files = Files.walk(run.directory())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Workspace workspace, String file, String content) {
    try {
      Path path = workspace.directory().resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A turn that ended well at this commit. */
  static TurnResult turnAt(String sha) {
    return new TurnResult(
        Purpose.IMPLEMENT,
        "succeeded",
        "completed: done",
        "s1",
        0,
        sha,
        true,
        "",
        List.of(),
        Optional.empty());
  }

  private RunExecution claim(TaskRequest request, Path data) {
    LiveRuns live = new LiveRuns(ledger, clock);
    Duration lease = Duration.ofSeconds(15);
    Instance instance =
        new Instance(
            ledger,
            clock,
            live,
            Duration.ofSeconds(5),
            lease,
            InstanceRole.FOREGROUND,
            drover.run.DataDirectory.placeOf(data));
    var task =
        new drover.intake.JobRules(usual).validate(request).withRepository(request.repository());
    String id = new Intake(ledger, journal, clock).record(request, task).run();
    return new Runs(
            ledger,
            journal,
            clock,
            instance,
            live,
            new Owners(lease),
            data,
            EndWitness.NONE,
            drover.run.ClaimCheck.NONE)
        .claim(id);
  }

  @Override
  public void close() {
    ledger.close();
  }
}
