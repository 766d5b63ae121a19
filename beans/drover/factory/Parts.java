package drover.factory;

import drover.config.Configuration;
import drover.config.Secrets;
import drover.config.Settings;
import drover.deliver.BranchDelivery;
import drover.executor.LocalExecutor;
import drover.intake.Credentials;
import drover.intake.Intake;
import drover.intake.JobRules;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.machine.ProcessLauncher;
import drover.machine.Scratch;
import drover.progress.Narrator;
import drover.progress.Progress;
import drover.redact.Redactor;
import drover.review.Reviews;
import drover.run.Checkpoints;
import drover.run.Endings;
import drover.run.Instance;
import drover.run.Journal;
import drover.run.LiveRuns;
import drover.run.Owners;
import drover.run.Retry;
import drover.run.Runs;
import drover.task.Task;
import drover.turn.AgentHome;
import drover.turn.Assignments;
import drover.turn.ClaudeCommand;
import drover.turn.RehearsalCommand;
import drover.turn.Texts;
import drover.turn.Turns;
import drover.verify.RenderCheck;
import drover.verify.Verification;
import drover.workspace.BranchPlacement;
import drover.workspace.Git;
import drover.workspace.Repositories;
import drover.workspace.SampleRepositories;
import drover.workspace.WarmClones;
import drover.workspace.Workspaces;
import java.util.Map;

/** Makes every part of the factory once and hands each what it needs. */
final class Parts {
  private final Site site;
  private final Settings settings;
  private final Ledger ledger;
  private final Clock clock = Clock.system();
  private final ProcessLauncher launcher = new ForkingLauncher();
  private final Scratch scratch;
  private final CommandRunner commands;
  private final Redactor redactor;
  private final Secrets secrets;
  private final Journal journal;
  private final Texts texts = new Texts();
  private final Owners owners;
  private final LiveRuns liveRuns;
  private final Instance instance;
  private final Git operatorGit;
  private final Repositories repositories;
  private final Workspaces workspaces;

  Parts(Site site, Configuration configuration, Ledger ledger) {
    this.site = site;
    this.settings = configuration.settings();
    this.ledger = ledger;
    this.scratch = Scratch.in(site.dataDirectory().resolve("tmp"));
    this.commands = new CommandRunner(launcher, clock, scratch);
    this.redactor = new Redactor(site.environment());
    this.secrets = new Secrets(site.environment(), redactor);
    this.journal = new Journal(ledger, clock, redactor);
    this.owners = new Owners(settings.instance().lease());
    this.liveRuns = new LiveRuns(ledger, clock);
    this.instance =
        new Instance(
            ledger, clock, liveRuns, settings.instance().heartbeat(), settings.instance().lease());
    this.operatorGit = Git.asOperator(commands, site.environment());
    Git cleanGit = Git.clean(commands, site.environment());
    this.repositories =
        new Repositories(
            operatorGit,
            settings,
            new SampleRepositories(
                cleanGit,
                site.installation().resolve("runtime-image/rehearsal/sample-blog"),
                site.dataDirectory()),
            new WarmClones(operatorGit, site.dataDirectory()),
            site.currentDirectory());
    this.workspaces = new Workspaces(repositories, cleanGit, ledger, journal, site.dataDirectory());
  }

  Scratch scratch() {
    return scratch;
  }

  LiveRuns liveRuns() {
    return liveRuns;
  }

  Instance instance() {
    return instance;
  }

  /**
   * @throws drover.task.InvalidTask when what the run needs is missing
   */
  void checkCredentials(RunRecord run) {
    new Credentials(secrets).check(Json.read(run.taskJson(), Task.class));
  }

  Retry retry() {
    return new Retry(ledger, journal, workspaces);
  }

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes() {
    return Map.ofEntries(
        Map.entry("jobRules", new JobRules(settings)),
        Map.entry("credentials", new Credentials(secrets)),
        Map.entry("repositories", repositories),
        Map.entry("intake", new Intake(ledger, journal, clock)),
        Map.entry(
            "runs",
            new Runs(ledger, journal, clock, instance, liveRuns, owners, site.dataDirectory())),
        Map.entry("endings", new Endings()),
        Map.entry("checkpoints", checkpoints()),
        Map.entry("workspaces", workspaces),
        Map.entry("assignments", new Assignments(settings, texts)),
        Map.entry("turns", new Turns(workspaces, ledger)),
        Map.entry("localExecutor", localExecutor()),
        Map.entry("progress", new Progress(ledger, journal, redactor)),
        Map.entry("narrator", new Narrator()),
        Map.entry("verification", verification()),
        Map.entry("reviews", new Reviews(settings.review(), texts, workspaces, journal)),
        Map.entry(
            "branchDelivery",
            new BranchDelivery(
                workspaces,
                new BranchPlacement(repositories, operatorGit),
                ledger,
                journal,
                clock)));
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(ledger, journal, clock, redactor, StepResults.TYPES);
  }

  private LocalExecutor localExecutor() {
    return new LocalExecutor(
        ledger,
        launcher,
        commands,
        clock,
        settings.turn(),
        Prices.of(settings),
        redactor,
        new AgentHome(site.installation().resolve("runtime-image/agents")),
        new ClaudeCommand(settings.claude(), secrets, site.environment()),
        new RehearsalCommand(
            site.installation().resolve("runtime-image/rehearsal/agent"), site.environment()));
  }

  private Verification verification() {
    RenderCheck renderCheck = new RenderCheck(settings.verify(), commands, site.environment());
    return new Verification(
        settings, workspaces, commands, renderCheck, journal, site.environment());
  }
}
