package drover.github.bell;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.GithubSettings;
import drover.config.Secrets;
import drover.github.PullRequestEvents;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakePull;
import drover.github.fake.FakeRepository;
import drover.github.fake.Fault;
import drover.github.fake.Fault.Moment;
import drover.machine.Clock;
import drover.npm.NeedsNode;
import drover.redact.Redactor;
import drover.trigger.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.github.GitHubConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.eclipse.egit.github.core.service.IssueService;
import org.eclipse.egit.github.core.service.PullRequestService;
import org.eclipse.egit.github.core.service.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped route of the bell, camel-github's own consumer, and a GitHub that remembers. */
@NeedsNode
class CommentBellTest {
  private static final int MOST_TICKS = 600;

  @TempDir private Path folder;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private FakeGithub github;
  private FakeRepository site;
  private FakePull pull;
  private ProducerTemplate routes;
  private MockEndpoint started;

  @BeforeEach
  void listen() throws Exception {
    github = new FakeGithub(folder.resolve("github"), Clock.system());
    site = github.repository("acme/site");
    pull = site.open("Tides", "", "agent/publisher-1", "main", false);
    String token =
        github
            .credentials()
            .personal(Map.of("pull_requests", "read", "issues", "read", "contents", "read"));
    Map<String, String> environment = Map.of("GITHUB_TOKEN", token);
    Redactor redactor = new Redactor(environment);
    GithubSettings settings = new GithubSettings(github.apiUrl(), List.of("acme/site"), true);
    GithubHost host = new GithubHost(settings);
    BellClient client =
        new BellClient(
            host,
            new GithubAccess(host, new Secrets(environment, redactor), redactor, Clock.system()));
    PullRequestEvents events =
        new PullRequestEvents(url -> url.equals(github.webUrl() + "/acme/site/pull/1"));
    Map.of(
            "commentBell",
            new CommentBell(settings, events, Duration.ofMillis(50)),
            GitHubConstants.GITHUB_REPOSITORY_SERVICE,
            new RepositoryService(client),
            GitHubConstants.GITHUB_PULL_REQUEST_SERVICE,
            new PullRequestService(client),
            GitHubConstants.GITHUB_ISSUE_SERVICE,
            new IssueService(client))
        .forEach(camel.getRegistry()::bind);
    Properties properties = new Properties();
    properties.setProperty("drover.github.comment-bell", "true");
    camel.getPropertiesComponent().setInitialProperties(properties);
    String yaml =
        Files.readString(Path.of("routes/triggers/comment-bell.yaml"))
            .replaceFirst("timer:comment-bell\\n +parameters:\\n.*\\n.*\\n", "direct:tick\n")
            .replace("direct:start-or-say-why-not", "mock:started");
    assertThat(yaml).contains("direct:tick", "mock:started");
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("bell.yaml", yaml));
    camel.start();
    routes = camel.createProducerTemplate();
    started = camel.getEndpoint("mock:started", MockEndpoint.class);
  }

  @AfterEach
  void close() {
    camel.stop();
    assertThat(github.violations()).isEmpty();
    github.close();
  }

  @Test
  void a_new_comment_starts_a_look_at_its_pull_request_and_an_old_one_does_not() {
    site.remark("ada", 1, "posts/x.md", 1, "An old one.");
    untilListening();
    long id = site.comment(1, "Shorter, please.");
    assertThat(heard())
        .isInstanceOfSatisfying(
            Outcome.Starts.class,
            starts -> {
              assertThat(starts.request().job()).isEqualTo("pr-fix");
              assertThat(starts.request().params())
                  .isEqualTo(Map.of("pull-request", "acme/site#1"));
              assertThat(starts.request().idempotencyKey()).isEqualTo("comment:acme/site#1:" + id);
              assertThat(starts.request().source()).isEqualTo("github");
            });
    assertThat(started.getExchanges()).hasSize(1);
  }

  @Test
  void our_own_comment_and_one_on_a_pull_request_of_somebody_else_start_nothing() {
    site.open("By hand", "", "hand/1", "main", false);
    untilListening();
    site.comment(1, "Commit `1`.\n\n<!-- drover:reply:1 -->");
    assertThat(heard()).isInstanceOf(Outcome.Ignored.class);
    site.comment(2, "Nice.");
    assertThat(heard()).isInstanceOf(Outcome.Ignored.class);
  }

  @Test
  void a_github_that_is_away_stops_nothing_and_is_listened_to_once_it_is_back() {
    github.forgetRequests();
    github.plan(new Fault.Planned(0, Moment.BEFORE, Fault.SERVER_ERROR));
    routes.sendBody("direct:tick", "tick");
    untilListening();
    site.remark("ada", 1, "posts/x.md", 1, "Shorter.");
    assertThat(heard()).isInstanceOf(Outcome.Starts.class);
  }

  /** The consumer has asked for the comments that were there before. */
  private void untilListening() {
    for (int tick = 0; tick < MOST_TICKS; tick++) {
      routes.sendBody("direct:tick", "tick");
      long looks =
          github.requests().stream().filter(one -> one.endsWith("/issues/1/comments")).count();
      if (looks > 1) {
        return;
      }
      rest();
    }
    throw new AssertionError("nobody listens: " + github.requests());
  }

  private Outcome heard() {
    int before = started.getReceivedCounter();
    for (int tick = 0; tick < MOST_TICKS; tick++) {
      routes.sendBody("direct:tick", "tick");
      if (started.getReceivedCounter() > before) {
        return started.getExchanges().getLast().getIn().getBody(Outcome.class);
      }
      rest();
    }
    throw new AssertionError("nothing was heard: " + github.requests());
  }

  private static void rest() {
    Thread.onSpinWait();
    java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
  }
}
