package drover.afk;

import drover.config.Configuration;
import drover.config.Secrets;
import drover.config.Settings;
import drover.dispatch.KillSwitch;
import drover.effect.Effects;
import drover.effect.Outages;
import drover.factory.StepResults;
import drover.factory.WatchParts;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakeRepository;
import drover.github.poll.Blockers;
import drover.github.poll.GithubPoll;
import drover.github.poll.IssueClaims;
import drover.github.poll.IssueExplanations;
import drover.github.poll.IssueGates;
import drover.github.poll.IssueLabels;
import drover.github.poll.IssueReading;
import drover.github.poll.RepositoryGates;
import drover.intake.Backlog;
import drover.intake.House;
import drover.intake.Intake;
import drover.intake.JobRules;
import drover.ledger.EnrolmentsTable.Enrolment;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.machine.Clock;
import drover.notify.Channels;
import drover.notify.Newsroom;
import drover.redact.Redactor;
import drover.run.Checkpoints;
import drover.run.ClaimCheck;
import drover.run.DataDirectory;
import drover.run.EndWitness;
import drover.run.Endings;
import drover.run.Instance;
import drover.run.Journal;
import drover.run.LiveRuns;
import drover.run.ManualClock;
import drover.run.Owners;
import drover.run.Runs;
import drover.task.Mode;
import drover.turn.Assignments;
import drover.turn.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A server with the shipped routes from the poll to the end of a run, a real ledger and a virtual
 * clock. What needs an agent or git is {@link AfkWork}'s.
 */
final class AfkBench implements AutoCloseable {
  static final String READY = "ready-for-agent";
  static final String IN_PROGRESS = "agent-in-progress";
  static final String HUMAN = "ready-for-human";
  final ManualClock clock;
  final FakeGithub github;
  final AfkWork work;
  final Ledger ledger;
  final Map<String, String> environment = new HashMap<>();
  private final AfkFate fate;
  private final Path data;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ProducerTemplate routes;

  private AfkBench(
      Path folder, ManualClock clock, FakeGithub github, AfkWork work, Map<String, String> more)
      throws Exception {
    this.clock = clock;
    this.github = github;
    this.work = work;
    this.fate = new AfkFate();
    this.data = folder.resolve("data");
    this.ledger = Ledger.open(data, fate);
    environment.put("GITHUB_TOKEN", github.credentials().personal(EVERYTHING));
    environment.put(
        "SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T0/B0/aaaaaaaaaaaaaaaaaaaaaaaa");
    environment.put("DROVER_GITHUB_API_URL", github.apiUrl());
    environment.put("AFK_ALLOWLIST", "acme/site");
    environment.put("AFK_KILL_SWITCH", "false");
    environment.putAll(more);
    Path file = Files.writeString(folder.resolve("application.yaml"), AfkLedger.JOB);
    Configuration configuration = Configuration.load(Optional.of(file), environment);
    beans(configuration.settings()).forEach(camel.getRegistry()::bind);
    Properties properties = new Properties();
    properties.putAll(configuration.properties());
    camel.getPropertiesComponent().setInitialProperties(properties);
    new AfkRoutes(camel).loadAll();
    camel.start();
    this.routes = camel.createProducerTemplate();
  }

  private static final Map<String, String> EVERYTHING =
      Map.of(
          "issues",
          "write",
          "pull_requests",
          "write",
          "contents",
          "write",
          "checks",
          "write",
          "statuses",
          "read",
          "deployments",
          "read",
          "actions",
          "write");

  private Map<String, Object> beans(Settings settings) {
    Redactor redactor = new Redactor(environment);
    Secrets secrets = new Secrets(environment, redactor);
    Newsroom newsroom =
        new Newsroom(
            new Channels(settings.notifications(), secrets),
            settings.notifications().heartbeat(),
            clock,
            redactor);
    Journal journal = new Journal(ledger, clock, redactor, newsroom);
    GithubHost host = new GithubHost(settings.github());
    GithubAccess access = new GithubAccess(host, secrets, redactor, clock);
    IssueReading reading = new IssueReading(access, settings.github().poll());
    Outages outages = new Outages(settings.outages(), ledger, journal, clock);
    KillSwitch killSwitch = new KillSwitch(ledger, clock, redactor);
    LiveRuns live = new LiveRuns(ledger, clock);
    Duration lease = Duration.ofSeconds(15);
    Instance instance =
        new Instance(
            ledger,
            Clock.system(),
            live,
            Duration.ofSeconds(5),
            lease,
            InstanceRole.SERVER,
            DataDirectory.placeOf(data));
    Map<String, Object> beans = new HashMap<>();
    beans.put("githubPoll", new GithubPoll(settings.github(), host, clock));
    beans.put(
        "repositoryGates", new RepositoryGates(settings, ledger, killSwitch, clock, Mode.REAL));
    beans.put(
        "issueGates",
        new IssueGates(
            settings.github().poll(),
            ledger,
            reading,
            new Blockers(settings.github(), host, reading)));
    beans.put("issueExplanations", new IssueExplanations(host, reading));
    beans.put("issueReading", reading);
    beans.put("issueClaims", new IssueClaims(ledger, clock));
    beans.put(
        "issueLabels",
        new IssueLabels(settings.github(), host, access, reading, ledger, journal, clock));
    beans.put("backlog", new Backlog(settings.dispatch()));
    beans.put("house", new House(Mode.REAL));
    beans.put("jobRules", new JobRules(settings));
    beans.put("intake", new Intake(ledger, journal, clock));
    beans.put(
        "runs",
        new Runs(
            ledger,
            journal,
            clock,
            instance,
            live,
            new Owners(lease),
            data,
            EndWitness.NONE,
            ClaimCheck.NONE));
    beans.put("checkpoints", new Checkpoints(ledger, journal, clock, redactor, StepResults.TYPES));
    beans.put("endings", new Endings());
    beans.put("outages", outages);
    beans.put("effects", new Effects(ledger, journal, clock, outages));
    beans.put("assignments", new Assignments(settings, new Texts()));
    beans.put("afkWork", work);
    beans.put("workspaces", work);
    beans.put("clusterWorkspaces", work);
    beans.putAll(new WatchParts(settings, host, access, ledger, clock).forRoutes(journal));
    return beans;
  }

  static AfkBench in(Path folder) {
    return in(folder, Map.of());
  }

  static AfkBench in(Path folder, Map<String, String> more) {
    try {
      ManualClock time = new ManualClock();
      return new AfkBench(
          folder, time, new FakeGithub(folder.resolve("github"), time), new AfkWork(), more);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Another server on the same ledger, the same GitHub and the same clock. */
  AfkBench beside(Path folder) {
    try {
      return new AfkBench(folder, clock, github, work, environment);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A repository that is allowed and enrolled, in which ada may write. */
  FakeRepository site() {
    FakeRepository site = github.repository("acme/site");
    site.roles.put("ada", "write");
    work.in(github.cloneUrl(site));
    ledger.write(
        tables -> {
          tables.enrolments().put(new Enrolment("acme/site", "grace", clock.now()));
          return site;
        });
    return site;
  }

  /** The same, and nothing is left of what was before. */
  FakeRepository siteAnew() {
    github.forgetRepositories();
    github.forgetRequests();
    AfkLedger.clear(data.resolve("ledger.db"));
    return site();
  }

  /** How often people are to be told that the run is frozen. */
  long pages(String run) {
    return ledger.read().notices().unaddressed(10_000).stream()
        .filter(notice -> notice.run().equals(run) && notice.event().equals("frozen"))
        .count();
  }

  AfkFate fate() {
    return fate;
  }

  void poll() {
    ask("direct:poll-github", "tick");
  }

  void label() {
    ask("direct:bring-labels-into-line", "tick");
  }

  /** Executes it until it ends or waits; whoever owns it or has ended it is left alone. */
  Optional<Exception> execute(String run) {
    return ask("direct:dispatch", run);
  }

  private Optional<Exception> ask(String route, Object body) {
    Exchange done = routes.send(route, exchange -> exchange.getIn().setBody(body));
    return Optional.ofNullable(done.getException());
  }

  List<RunRecord> runs() {
    return ledger.read().runs().list(Optional.empty(), Optional.empty(), 1000);
  }

  RunRecord run() {
    return runs().getFirst();
  }

  /** Lets time pass and the run go on, until it has ended. */
  RunRecord toTheEnd() {
    for (int look = 0; look < 500 && !run().state().isEnded(); look++) {
      execute(run().id())
          .ifPresent(
              e -> {
                throw new AssertionError(e);
              });
      if (run().state() == RunState.WAITING) {
        clock.advance(Duration.ofSeconds(61));
      }
    }
    return run();
  }

  @Override
  public void close() {
    camel.stop();
    ledger.close();
  }
}
