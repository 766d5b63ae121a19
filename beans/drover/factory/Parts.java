package drover.factory;

import drover.config.Configuration;
import drover.config.Secrets;
import drover.config.Settings;
import drover.credential.ModelCredentials;
import drover.credential.StoredCredentials;
import drover.dispatch.KillSwitch;
import drover.dispatch.LastLook;
import drover.dispatch.Readiness;
import drover.executor.LocalLeftovers;
import drover.intake.Credentials;
import drover.intake.Intake;
import drover.intake.JobRules;
import drover.json.Json;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.limit.Limits;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.machine.ProcessLauncher;
import drover.machine.Scratch;
import drover.progress.Progress;
import drover.redact.Redactor;
import drover.run.Cancellation;
import drover.run.Checkpoints;
import drover.run.DataDirectory;
import drover.run.Endings;
import drover.run.Gates;
import drover.run.Instance;
import drover.run.Journal;
import drover.run.LiveRuns;
import drover.run.Owners;
import drover.run.Runs;
import drover.run.Whereabouts;
import drover.task.Task;
import drover.wait.Capacity;
import drover.wait.Vigil;
import drover.wait.Waits;
import drover.workspace.BranchPlacement;
import drover.workspace.Git;
import drover.workspace.Repositories;
import drover.workspace.SampleRepositories;
import drover.workspace.WarmClones;
import drover.workspace.Workspaces;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
  private final ModelCredentials credentials;
  private final Limits limits;
  private final NotifyParts news;
  private final Journal journal;
  private final Owners owners;
  private final LiveRuns liveRuns;
  private final Instance instance;
  private final GithubParts github;
  private final Git operatorGit;
  private final Git cleanGit;
  private final Repositories repositories;
  private final Workspaces workspaces;
  private final AgentParts agents;
  private final ClusterParts cluster;
  private final Witnesses witnesses;

  Parts(
      Site site,
      Configuration configuration,
      Ledger ledger,
      Redactor redactor,
      InstanceRole role,
      Witnesses witnesses) {
    this.witnesses = witnesses;
    this.site = site;
    this.settings = configuration.settings();
    this.ledger = ledger;
    this.scratch = Scratch.in(site.dataDirectory().resolve("tmp"));
    this.commands = new CommandRunner(launcher, clock, scratch);
    this.redactor = redactor;
    this.credentials =
        new ModelCredentials(
            new Secrets(site.environment(), redactor),
            new StoredCredentials(site.dataDirectory()),
            ledger,
            clock,
            redactor,
            settings.review().runtime());
    this.news = new NotifyParts(site, settings, redactor, ledger, clock, witnesses.news());
    this.journal = new Journal(ledger, clock, redactor, news.newsroom());
    this.limits = new Limits(settings, ledger, journal, clock, witnesses.limits());
    this.owners = new Owners(settings.instance().lease());
    this.liveRuns = new LiveRuns(ledger, clock);
    this.instance =
        new Instance(
            ledger,
            clock,
            liveRuns,
            settings.instance().heartbeat(),
            settings.instance().lease(),
            role,
            DataDirectory.placeOf(site.dataDirectory()));
    this.github =
        new GithubParts(settings, new Secrets(site.environment(), redactor), redactor, clock);
    this.operatorGit = Git.asOperator(commands, site.environment());
    this.cleanGit = Git.clean(commands, site.environment());
    this.repositories =
        new Repositories(
            operatorGit,
            settings,
            new SampleRepositories(
                cleanGit,
                site.installation().resolve("runtime-image/rehearsal"),
                site.dataDirectory()),
            new WarmClones(operatorGit, github.gitAccess(), site.dataDirectory()),
            role == InstanceRole.SERVER ? Optional.empty() : site.currentDirectory());
    this.workspaces = new Workspaces(repositories, cleanGit, ledger, journal, site.dataDirectory());
    this.agents =
        new AgentParts(
            site,
            settings,
            ledger,
            journal,
            clock,
            launcher,
            commands,
            limits,
            redactor,
            credentials,
            witnesses.spend());
    this.cluster =
        new ClusterParts(
            site, settings, ledger, journal, clock, redactor, limits, credentials, witnesses);
  }

  Git cleanGit() {
    return cleanGit;
  }

  Scratch scratch() {
    return scratch;
  }

  Owners owners() {
    return owners;
  }

  LiveRuns liveRuns() {
    return liveRuns;
  }

  Instance instance() {
    return instance;
  }

  ClusterParts cluster() {
    return cluster;
  }

  AgentParts agents() {
    return agents;
  }

  /**
   * @throws drover.task.InvalidTask when what the run needs is missing
   * @throws drover.run.NotRunnable when a limit would end it at once
   */
  void checkBeforeRetry(RunRecord run) {
    Task task = Json.read(run.taskJson(), Task.class);
    new Credentials(credentials).check(task);
    agents.sandboxes().require(task);
    limits.refuseWhenUsedUp(run);
  }

  Vigil vigil(RunRecord parked) {
    return new Vigil(parked, credentials, clock);
  }

  ActParts acts() {
    return new ActParts(ledger, journal, clock, workspaces);
  }

  NotifyParts news() {
    return news;
  }

  GithubParts github() {
    return github;
  }

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes() {
    Map<String, Object> beans = new HashMap<>(forEveryJob());
    beans.putAll(
        new JobParts(
                settings,
                ledger,
                journal,
                site.dataDirectory(),
                repositories,
                cleanGit,
                workspaces,
                agents)
            .forRoutes());
    beans.putAll(news.forRoutes());
    beans.put("policy", JobParts.policy(site, settings, redactor, workspaces, journal));
    beans.putAll(github.forRoutes(operatorGit, ledger));
    beans.putAll(cluster.forRoutes(github, repositories, operatorGit, cleanGit));
    beans.putAll(github.afterDelivery(settings, ledger, clock, journal));
    beans.putAll(
        new ReviewParts(ledger, journal, clock, limits)
            .forRoutes(acts().instructions(), cancellation()));
    beans.putAll(
        new TicketParts(site, settings, redactor, ledger, journal, clock, workspaces).forRoutes());
    DeliverParts deliver = new DeliverParts(settings, ledger, journal, clock, workspaces);
    beans.putAll(deliver.forRoutes(new BranchPlacement(repositories, operatorGit)));
    beans.putAll(new IssueParts(deliver, repositories, cleanGit, operatorGit).forRoutes(github));
    return beans;
  }

  private Map<String, Object> forEveryJob() {
    return Map.ofEntries(
        Map.entry("jobRules", new JobRules(settings, cluster.executors())),
        Map.entry("credentials", new Credentials(credentials)),
        Map.entry("repositories", repositories),
        Map.entry("intake", new Intake(ledger, journal, clock)),
        Map.entry(
            "runs",
            new Runs(
                ledger,
                journal,
                clock,
                instance,
                liveRuns,
                owners,
                site.dataDirectory(),
                witnesses.ends(),
                new LastLook(settings, ledger))),
        Map.entry("endings", new Endings()),
        Map.entry("gates", new Gates(ledger, journal)),
        Map.entry("instructions", acts().instructions()),
        Map.entry(
            "checkpoints", new Checkpoints(ledger, journal, clock, redactor, StepResults.TYPES)),
        Map.entry("sandboxes", agents.sandboxes()),
        Map.entry("workspaces", workspaces),
        Map.entry("localExecutor", agents.localExecutor()),
        Map.entry("dockerExecutor", agents.dockerExecutor()),
        Map.entry("progress", new Progress(ledger, journal, clock, redactor, witnesses.spend())),
        Map.entry("capacity", capacity()),
        Map.entry("killSwitch", killSwitch()),
        Map.entry("waits", new Waits(settings.waits(), credentials, ledger, clock)));
  }

  KillSwitch killSwitch() {
    return new KillSwitch(ledger, clock, redactor);
  }

  Capacity capacity() {
    return new Capacity(settings, ledger, clock);
  }

  Whereabouts whereabouts() {
    return new Whereabouts(ledger, journal, clock, instance, owners);
  }

  Readiness readiness() {
    return new Readiness(credentials, agents.sandboxes());
  }

  Cancellation cancellation() {
    return new Cancellation(
        ledger,
        journal,
        clock,
        owners,
        cluster.leftoversBeside(
            new LocalLeftovers(
                ledger, Prices.of(settings), redactor, agents.containers(), site.dataDirectory())));
  }

  Limits limits() {
    return limits;
  }

  Clock clock() {
    return clock;
  }
}
