package drover.github.poll;

import drover.config.Configuration;
import drover.config.Secrets;
import drover.config.Settings;
import drover.dispatch.KillSwitch;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakeRepository;
import drover.intake.Backlog;
import drover.intake.House;
import drover.intake.Intake;
import drover.intake.JobRules;
import drover.ledger.EnrolmentsTable.Enrolment;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.run.ManualClock;
import drover.task.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The shipped routes of the poll, a real ledger, a GitHub that remembers, and nobody who works. */
final class PollBench implements AutoCloseable {
  static final String READY = "ready-for-agent";
  static final String IN_PROGRESS = "agent-in-progress";
  private static final String BELL =
      """
      seda:bell
                  parameters:
                    size: 1
                    discardWhenFull: true
                    waitForTaskToComplete: Never""";

  static final String JOB =
      """
      drover:
        jobs:
          implement-issue:
            prompt: none
            parameters:
              issue:
                required: true
                pattern: "[^/]+/[^/]+#[0-9]+"
                example: acme/site#12
            agent: ""
            runtime: claude
            model: sonnet
            max-turns: 100
            start-below-utilization: 1
            serial-per-repository: true
            permission-mode: default
            allowed-tools: []
            pull-request: draft
            verify: []
            render: []
            egress: {domains: []}
            mcp: []
      """;

  final ManualClock clock = new ManualClock();
  final FakeGithub github;
  final FakeRepository site;
  final Ledger ledger;
  final KillSwitch killSwitch;
  final Map<String, String> environment = new HashMap<>();
  private final Path folder;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ProducerTemplate routes;

  private PollBench(Path folder, FakeGithub github, FakeRepository site, Map<String, String> more)
      throws Exception {
    this.folder = folder;
    this.github = github;
    this.site = site;
    this.ledger = Ledger.open(folder.resolve("data"));
    environment.put(
        "GITHUB_TOKEN",
        github.credentials().personal(Map.of("issues", "write", "pull_requests", "write")));
    environment.put("DROVER_GITHUB_API_URL", github.apiUrl());
    environment.put("AFK_ALLOWLIST", "acme/site");
    environment.put("AFK_KILL_SWITCH", "false");
    environment.putAll(more);
    Path file = Files.writeString(folder.resolve("application.yaml"), JOB);
    Configuration configuration = Configuration.load(Optional.of(file), environment);
    Settings settings = configuration.settings();
    Redactor redactor = new Redactor(environment);
    Journal journal = new Journal(ledger, clock, redactor);
    this.killSwitch = new KillSwitch(ledger, clock, redactor);
    GithubHost host = new GithubHost(settings.github());
    GithubAccess access =
        new GithubAccess(host, new Secrets(environment, redactor), redactor, clock);
    IssueReading reading = new IssueReading(access, settings.github().poll());
    Blockers blockers = new Blockers(settings.github(), host, reading);
    Map<String, Object> beans = new HashMap<>();
    beans.put("githubPoll", new GithubPoll(settings.github(), host, clock));
    beans.put(
        "repositoryGates", new RepositoryGates(settings, ledger, killSwitch, clock, Mode.REAL));
    beans.put("issueGates", new IssueGates(settings.github().poll(), ledger, reading, blockers));
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
    beans.forEach(camel.getRegistry()::bind);
    Properties properties = new Properties();
    properties.putAll(configuration.properties());
    camel.getPropertiesComponent().setInitialProperties(properties);
    load("triggers/github-poll", "", "");
    load("issue-gates", "", "");
    load("accept", BELL, "mock:rung");
    camel.getRouteDefinition("github-poll").autoStartup(false); // the test ticks, nobody else
    camel.getRouteDefinition("issue-labels").autoStartup(false);
    camel.start();
    this.routes = camel.createProducerTemplate();
  }

  /** A repository that is allowed and enrolled, in which ada may write. */
  static PollBench in(Path folder) {
    return in(folder, Map.of());
  }

  static PollBench in(Path folder, Map<String, String> more) {
    ManualClock time = new ManualClock();
    try {
      FakeGithub github = new FakeGithub(folder.resolve("github"), time);
      FakeRepository site = github.repository("acme/site");
      site.roles.put("ada", "write");
      PollBench bench = new PollBench(folder, github, site, more);
      bench.enrol("acme/site");
      return bench;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Another server on the same ledger and the same GitHub. */
  PollBench beside() {
    try {
      return new PollBench(folder, github, site, environment);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  void enrol(String repository) {
    ledger.write(
        tables -> {
          tables.enrolments().put(new Enrolment(repository, "grace", clock.now()));
          return repository;
        });
  }

  private void load(String name, String what, String into) throws Exception {
    String text = Files.readString(Path.of("routes", name + ".yaml"));
    if (!text.contains(what)) {
      throw new AssertionError("routes/%s.yaml has no %s".formatted(name, what));
    }
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString(name + ".yaml", text.replace(what, into)));
  }

  /** The poll looks once. */
  void poll() {
    routes.sendBody("direct:poll-github", "tick");
  }

  /** The labels are looked after once. */
  void label() {
    routes.sendBody("direct:bring-labels-into-line", "tick");
  }

  IssueExplanation why(String issue) {
    return routes.requestBody("direct:explain-issue", issue, IssueExplanation.class);
  }

  List<RunRecord> runs() {
    return ledger.read().runs().list(Optional.empty(), Optional.empty(), 1000);
  }

  /** The issues of the runs there are, oldest first. */
  List<String> begun() {
    return runs().reversed().stream()
        .map(run -> run.taskJson().replaceAll(".*\"issue\":\"([^\"]+)\".*", "$1"))
        .toList();
  }

  /** Somebody has done the run. */
  void end(RunRecord run, RunState state) {
    ledger.write(
        tables -> {
          tables.runs().end(run.id(), state, state.word(), "test: ended", clock.now());
          return run;
        });
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  @Override
  public void close() {
    camel.stop();
    ledger.close();
  }
}
