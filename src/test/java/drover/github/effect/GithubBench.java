package drover.github.effect;

import drover.config.Configuration;
import drover.config.OutageSettings;
import drover.config.Secrets;
import drover.config.Settings;
import drover.effect.Effects;
import drover.effect.Outages;
import drover.effect.Receipt;
import drover.github.access.GitAccess;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.fake.FakeCredentials;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakeRepository;
import drover.github.fake.GitCommand;
import drover.ledger.Claim;
import drover.ledger.EffectRecord;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.machine.ProcessCommand;
import drover.machine.ProcessLauncher;
import drover.redact.Redactor;
import drover.run.Causes;
import drover.run.Journal;
import drover.run.ManualClock;
import drover.run.RunExecution;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.RunId;
import drover.task.Task;
import drover.verify.Verified;
import drover.workspace.Git;
import drover.workspace.RemoteBranches;
import drover.workspace.Repositories;
import drover.workspace.SampleRepositories;
import drover.workspace.WarmClones;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A run whose repository is on the fake GitHub, and the shipped template of an effect. */
final class GithubBench implements AutoCloseable {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Map<String, String> KINDS =
      Map.of(
          "push", "push", "pull-request", "pullRequest", "pull-request-label", "pullRequestLabel");

  final ManualClock clock = new ManualClock();
  final FakeGithub github;
  final FakeRepository site;
  final Path data;
  final Redactor redactor;
  final Ledger ledger;
  final List<ProcessCommand> started = new ArrayList<>();
  final Workspaces workspaces;
  final GithubTargets targets;
  final GithubComments comments;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final RunExecution run;

  PullRequestDraft draft = new PullRequestDraft("Publisher: tides", "All of it.", Draft.DRAFT);
  Workspace workspace;
  String sha = "";

  GithubBench(Path folder, Map<String, String> credential) throws Exception {
    this.github = new FakeGithub(folder.resolve("github"), clock);
    this.site = github.repository("acme/site");
    seed(folder.resolve("seed"));
    this.data = folder.resolve("data");
    Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
    environment.put("HOME", folder.toString());
    environment.putAll(credential);
    this.redactor = new Redactor(environment);
    this.ledger = Ledger.open(data);
    Journal journal = new Journal(ledger, clock, redactor);
    ProcessLauncher launcher = new ForkingLauncher();
    CommandRunner commands =
        new CommandRunner(
            command -> {
              started.add(command);
              return launcher.start(command);
            },
            Clock.system());
    Settings settings =
        Configuration.load(Optional.empty(), Map.of("DROVER_GITHUB_API_URL", github.apiUrl()))
            .settings();
    GithubHost host = new GithubHost(settings.github());
    GithubAccess access =
        new GithubAccess(host, new Secrets(environment, redactor), redactor, clock);
    GitAccess gitAccess = new GitAccess(host, access);
    Git operator = Git.asOperator(commands, environment);
    Git clean = Git.clean(commands, environment);
    Repositories repositories =
        new Repositories(
            operator,
            settings,
            new SampleRepositories(clean, folder, data),
            new WarmClones(operator, gitAccess, data),
            Optional.empty());
    this.workspaces = new Workspaces(repositories, clean, ledger, journal, data);
    this.run = claimed();
    this.targets = new GithubTargets(host, access);
    this.comments = new GithubComments(targets, access);
    Outages outages =
        new Outages(
            new OutageSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 50),
            ledger,
            journal,
            clock);
    bind("effects", new Effects(ledger, journal, clock, outages));
    bind(
        "push",
        new BranchPush(
            targets, gitAccess, new RemoteBranches(operator, Duration.ofSeconds(10)), ledger));
    bind("pullRequest", new PullRequestEffect(targets, access));
    bind("pullRequestLabel", new PullRequestLabel(targets, access, "agent-ready"));
    startRoutes();
  }

  static Map<String, String> app() {
    String key =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(FakeCredentials.keyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return Map.of(
        "GITHUB_APP_ID",
        FakeCredentials.APP_ID,
        "GITHUB_APP_PRIVATE_KEY",
        key,
        "GITHUB_INSTALL_ID",
        "" + FakeCredentials.INSTALLATION);
  }

  private void seed(Path seed) throws IOException {
    Files.createDirectories(seed);
    GitCommand.run(seed, "init", "--quiet", "--initial-branch=main");
    Files.writeString(seed.resolve("index.md"), "# Tides\n");
    GitCommand.run(seed, "add", ".");
    GitCommand.run(seed, "commit", "--quiet", "-m", "first");
    GitCommand.run(site.git(), "fetch", "--quiet", seed.toString(), "main:main");
  }

  private void bind(String name, Object bean) {
    camel.getRegistry().bind(name, bean);
  }

  private void startRoutes() throws Exception {
    String routes = Files.readString(Path.of("routes/steps/effects.yaml"));
    String template = routes.split("(?m)^- templatedRoute:")[0];
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("e.yaml", template));
    camel.start();
    KINDS.forEach(
        (kind, bean) ->
            TemplatedRouteBuilder.builder(camel, "effect")
                .routeId("effect-" + kind)
                .parameter("kind", kind)
                .parameter("bean", bean)
                .parameter("refused", "refuse")
                .add());
  }

  private RunExecution claimed() {
    Task task =
        new Task(
            Task.VERSION,
            "publisher",
            "Write about tides",
            Map.of(),
            Optional.of(github.cloneUrl(site)),
            Optional.empty(),
            "local",
            Mode.REAL,
            Confinement.SANDBOX,
            Retention.REMOVE,
            "cli",
            "ada",
            0,
            Optional.empty(),
            Optional.empty());
    String id = RunId.of("cli", "key");
    NewRun queued =
        new NewRun(
            id, "cli", "key", "", "{}", "publisher", Optional.empty(), "real", "claude", 0, NOW);
    Claim claim =
        ledger.write(
            tables -> {
              tables.runs().insert(queued);
              var record = tables.runs().find(id).orElseThrow();
              return tables.runs().claim(record, "me", NOW).orElseThrow();
            });
    return new RunExecution(claim, task, NOW, data.resolve("runs").resolve(id));
  }

  /** Clones, and an agent commits. */
  GithubBench worked() throws IOException {
    workspace = workspaces.prepare(run);
    commit("posts/tides.md", "The moon.\n");
    return this;
  }

  void commit(String file, String content) throws IOException {
    Path path = workspace.directory().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
    GitCommand.run(workspace.directory(), "add", ".");
    GitCommand.run(workspace.directory(), "commit", "--quiet", "-m", "a post");
    sha = workspaces.receive(workspace);
  }

  /** Puts the branch there without a request. */
  void pushedByItself(String branch) {
    GitCommand.run(
        site.git(),
        "fetch",
        "--quiet",
        Path.of(workspace.runDirectory()).resolve("clean.git").toString(),
        sha + ":refs/heads/" + branch);
  }

  /** The run works on another branch from now on. */
  void onBranch(String branch) {
    workspace = onto(branch, workspace.base());
  }

  Workspace onto(String branch, String base) {
    return new Workspace(
        workspace.repository(),
        workspace.path(),
        workspace.runDirectory(),
        branch,
        base,
        workspace.baseSha(),
        List.of());
  }

  Receipt bringAbout(String kind) {
    Exchange done = send(kind);
    if (done.getException() != null) {
      throw new AssertionError(kind + " failed", done.getException());
    }
    return done.getMessage().getBody(Receipt.class);
  }

  Throwable failure(String kind) {
    return Causes.innermost(send(kind).getException());
  }

  private Exchange send(String kind) {
    return camel
        .createFluentProducerTemplate()
        .withVariable("run", run)
        .withVariable("workspace", workspace)
        .withVariable("verify", new Verified(sha, true, List.of()))
        .withVariable("pullRequestDraft", draft)
        .to("direct:effect-" + kind)
        .send();
  }

  List<EffectRecord> effects() {
    return ledger.read().effects().ofRun(run.id());
  }

  @Override
  public void close() {
    camel.stop();
    ledger.close();
    github.close();
  }
}
