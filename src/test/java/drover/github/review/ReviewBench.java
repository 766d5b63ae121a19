package drover.github.review;

import drover.config.Configuration;
import drover.config.OutageSettings;
import drover.config.Secrets;
import drover.config.Settings;
import drover.effect.Effects;
import drover.effect.Outages;
import drover.github.access.GitAccess;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.effect.BranchDeletion;
import drover.github.effect.GithubTargets;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakePull;
import drover.github.fake.FakeRepository;
import drover.github.fake.GitCommand;
import drover.json.Json;
import drover.ledger.Claim;
import drover.ledger.EventRecord;
import drover.ledger.InstructionsTable;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.limit.LimitWitness;
import drover.limit.Limits;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.redact.Redactor;
import drover.report.Artifacts;
import drover.run.Attempts;
import drover.run.Cancellation;
import drover.run.Causes;
import drover.run.Instructions;
import drover.run.Journal;
import drover.run.ManualClock;
import drover.run.Owners;
import drover.run.RunExecution;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.RunId;
import drover.task.Task;
import drover.workspace.Git;
import drover.workspace.RemoteBranches;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A run that made a pull request, and people who look at it; the shipped template of an effect. */
final class ReviewBench implements AutoCloseable {
  static final String BRANCH = "agent/publisher-1";

  final ManualClock clock = new ManualClock();
  final FakeGithub github;
  final FakeRepository site;
  final FakePull pull;
  final Ledger ledger;
  final Journal journal;
  final PullRequestLook look;
  final HandOn handOn;
  final Closing closing;
  final ReviewReply reply;
  final BranchDeletion deletion;
  final String maker;
  private final Path folder;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private int asked;

  ReviewBench(Path folder) throws Exception {
    this(folder, "github", BranchDeletion.Rule.DELETE);
  }

  /**
   * @param source of the run that made the pull request
   */
  ReviewBench(Path folder, String source, BranchDeletion.Rule rule) throws Exception {
    this.folder = folder;
    this.github = new FakeGithub(folder.resolve("github"), clock);
    this.site = github.repository("acme/site");
    seed(folder.resolve("seed"));
    this.pull = site.open("Tides", "", BRANCH, "main", false);
    site.roles.put("ada", "write");
    String token =
        github
            .credentials()
            .personal(Map.of("contents", "write", "pull_requests", "write", "issues", "write"));
    Map<String, String> environment = Map.of("GITHUB_TOKEN", token);
    Redactor redactor = new Redactor(environment);
    this.ledger = Ledger.open(folder.resolve("data"));
    this.journal = new Journal(ledger, clock, redactor);
    Settings settings =
        Configuration.load(Optional.empty(), Map.of("DROVER_GITHUB_API_URL", github.apiUrl()))
            .settings();
    GithubHost host = new GithubHost(settings.github());
    GithubAccess access =
        new GithubAccess(host, new Secrets(environment, redactor), redactor, clock);
    Artifacts artifacts = new Artifacts(journal);
    Instructions instructions =
        new Instructions(ledger, journal, clock, new Attempts(journal, (run, kept) -> {}));
    Limits limits = new Limits(settings, ledger, journal, clock, LimitWitness.NONE);
    Owners owners = new Owners(Duration.ofSeconds(15));
    this.look = new PullRequestLook(host, access, ledger);
    this.handOn = new HandOn(ledger, instructions, limits, artifacts, clock);
    this.closing =
        new Closing(
            ledger,
            journal,
            new Cancellation(ledger, journal, clock, owners, run -> List.of()),
            artifacts,
            clock);
    this.reply = new ReviewReply(host, access);
    Map<String, String> surroundings =
        Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString());
    Git git =
        Git.asOperator(new CommandRunner(new ForkingLauncher(), Clock.system()), surroundings);
    this.deletion =
        new BranchDeletion(
            new GithubTargets(host, access),
            new GitAccess(host, access),
            new RemoteBranches(git, Duration.ofSeconds(10)),
            ledger,
            rule);
    this.maker = delivered(source);
    camel.getRegistry().bind("reviewReply", reply);
    camel.getRegistry().bind("branchDeletion", deletion);
    OutageSettings outages = new OutageSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), 50);
    camel
        .getRegistry()
        .bind(
            "effects",
            new Effects(ledger, journal, clock, new Outages(outages, ledger, journal, clock)));
    startRoutes();
  }

  private void seed(Path seed) throws IOException {
    Files.createDirectories(seed);
    GitCommand.run(seed, "init", "--quiet", "--initial-branch=main");
    GitCommand.run(seed, "commit", "--quiet", "--allow-empty", "-m", "first");
    GitCommand.run(site.git(), "fetch", "--quiet", seed.toString(), "main:main");
    commitToBranch("second");
  }

  /** Somebody puts another commit onto the branch of the pull request. */
  void commitToBranch(String message) {
    Path seed = folder.resolve("seed");
    GitCommand.run(seed, "commit", "--quiet", "--allow-empty", "-m", message);
    GitCommand.run(site.git(), "fetch", "--quiet", seed.toString(), "main:refs/heads/" + BRANCH);
  }

  private void startRoutes() throws Exception {
    String routes = Files.readString(Path.of("routes/steps/effects.yaml"));
    String template = routes.split("(?m)^- templatedRoute:")[0];
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("e.yaml", template));
    camel.start();
    Map.of("review-reply", "reviewReply", "branch-deletion", "branchDeletion")
        .forEach(
            (kind, bean) ->
                TemplatedRouteBuilder.builder(camel, "effect")
                    .routeId("effect-" + kind)
                    .parameter("kind", kind)
                    .parameter("bean", bean)
                    .parameter("refused", "forgo")
                    .add());
  }

  private String delivered(String source) {
    Claim claim = claim(source, "made", "publisher", Map.of()).claim();
    Workspace workspace =
        new Workspace(
            github.cloneUrl(site), "w", folder.toString(), BRANCH, "main", "0", List.of());
    GitCommand.run(folder, "init", "--quiet", "--bare", "clean.git");
    return ledger.write(
        tables -> {
          String url = github.webUrl() + "/acme/site/pull/1";
          tables.steps().begin(claim, 1, "workspace", 1, clock.now());
          String result = Json.write(Map.of("version", 1, "result", workspace));
          tables.steps().finish(claim.run(), 1, result, clock.now());
          tables.runs().pullRequest(claim, url);
          tables.runs().head(claim, site.head(BRANCH).orElseThrow());
          tables.runs().reserveBranch(claim, github.cloneUrl(site), BRANCH, "main", "w");
          tables
              .runs()
              .end(claim.run(), RunState.SUCCEEDED, "delivered", "delivered: " + url, clock.now());
          return claim.run();
        });
  }

  /** A run of pr-fix that is executed. */
  RunExecution asking() {
    return asking("acme/site#1");
  }

  RunExecution asking(String pullRequest) {
    return claim("github", "ask-" + ++asked, "pr-fix", Map.of("pull-request", pullRequest));
  }

  private RunExecution claim(String source, String key, String job, Map<String, String> params) {
    Task task =
        new Task(
            Task.VERSION,
            job,
            "",
            params,
            Optional.empty(),
            Optional.empty(),
            "local",
            Mode.REAL,
            Confinement.SANDBOX,
            Retention.REMOVE,
            "github",
            "ada",
            0,
            Optional.empty(),
            Optional.empty());
    String id = RunId.of(source, key);
    Claim claim =
        ledger.write(
            tables -> {
              tables
                  .runs()
                  .insert(
                      new NewRun(
                          id,
                          source,
                          key,
                          "",
                          task.canonicalJson(),
                          job,
                          Optional.empty(),
                          "real",
                          "claude",
                          0,
                          clock.now()));
              return tables
                  .runs()
                  .claim(tables.runs().find(id).orElseThrow(), "me", clock.now())
                  .orElseThrow();
            });
    return new RunExecution(claim, task, clock.now(), folder.resolve("runs").resolve(id));
  }

  /** A run looks, and hands on what it found. */
  HandedOn lookAndHandOn() {
    RunExecution run = asking();
    return handOn.handOn(run, look.look(run));
  }

  RunRecord maker() {
    return ledger.read().runs().find(maker).orElseThrow();
  }

  Optional<InstructionsTable.Row> told() {
    return ledger.read().instructions().firstOpen(maker);
  }

  List<String> notices() {
    return ledger.read().events().after(maker, 0, 1000).stream().map(EventRecord::json).toList();
  }

  /** Empty: it is there; else what came between. */
  Optional<Throwable> bringAbout(String kind, RunExecution run, String variable, Object value) {
    Exchange done =
        camel
            .createFluentProducerTemplate()
            .withVariable("run", run)
            .withVariable(variable, value)
            .to("direct:effect-" + kind)
            .send();
    return Optional.ofNullable(done.getException()).map(Causes::innermost);
  }

  @Override
  public void close() {
    camel.stop();
    ledger.close();
    github.close();
  }
}
