package drover.github.bell;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.GithubSettings;
import drover.config.Secrets;
import drover.github.access.GithubAccess;
import drover.github.access.GithubHost;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakeRepository;
import drover.github.fake.Fault;
import drover.github.fake.Fault.Moment;
import drover.machine.Clock;
import drover.npm.NeedsNode;
import drover.redact.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.github.GitHubConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.eclipse.egit.github.core.service.EventService;
import org.eclipse.egit.github.core.service.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped route of the bell, camel-github's own consumer, and a GitHub that remembers. */
@NeedsNode
@Timeout(120)
class IssueBellTest {
  @TempDir private Path folder;
  private DefaultCamelContext camel;
  private FakeGithub github;
  private FakeRepository site;
  private ProducerTemplate routes;
  private MockEndpoint looks;

  @BeforeEach
  void prepare() throws IOException {
    github = new FakeGithub(folder.resolve("github"), Clock.system());
    site = github.repository("acme/site");
    camel = new DefaultCamelContext();
  }

  @AfterEach
  void close() {
    camel.stop();
    assertThat(github.violations()).isEmpty();
    github.close();
  }

  @Test
  void a_label_that_is_put_on_starts_one_look_and_the_same_one_no_second() throws Exception {
    listen("true", "false");
    site.issue("Tides").label("ada", "ready-for-agent");
    untilHeard(1);
    untilAskedAgain();
    assertThat(looks.getReceivedCounter()).isOne();

    site.issue("Waves").label("ada", "ready-for-agent");
    untilHeard(2);
  }

  @Test
  void a_github_that_is_away_stops_nothing() throws Exception {
    listen("true", "false");
    site.issue("Tides").label("ada", "ready-for-agent");
    github.forgetRequests();
    github.plan(new Fault.Planned(0, Moment.BEFORE, Fault.SERVER_ERROR));

    untilHeard(1);
  }

  @Test
  void nothing_is_asked_unless_it_is_wanted_and_the_poll_is_on() throws Exception {
    listen("false", "false");
    tick();
    camel.stop();
    camel = new DefaultCamelContext();
    listen("true", "true");
    tick();

    assertThat(github.requests()).isEmpty();
  }

  private void listen(String bell, String killSwitch) throws Exception {
    String token = github.credentials().personal(Map.of("issues", "read", "contents", "read"));
    Map<String, String> environment = Map.of("GITHUB_TOKEN", token);
    Redactor redactor = new Redactor(environment);
    GithubSettings settings = new GithubSettings(github.apiUrl(), List.of("acme/site"), false);
    GithubHost host = new GithubHost(settings);
    BellClient client =
        new BellClient(
            host,
            new GithubAccess(host, new Secrets(environment, redactor), redactor, Clock.system()));
    camel.getRegistry().bind("issueBell", new IssueBell(settings, Duration.ofMillis(50)));
    camel
        .getRegistry()
        .bind(GitHubConstants.GITHUB_REPOSITORY_SERVICE, new RepositoryService(client));
    camel.getRegistry().bind(GitHubConstants.GITHUB_EVENT_SERVICE, new EventService(client));
    Properties properties = new Properties();
    properties.setProperty("drover.github.poll.issue-bell", bell);
    properties.setProperty("drover.github.poll.kill-switch", killSwitch);
    camel.getPropertiesComponent().setInitialProperties(properties);
    String yaml =
        Files.readString(Path.of("routes/triggers/issue-bell.yaml"))
            .replaceFirst("timer:issue-bell\\n +parameters:\\n.*\\n.*\\n", "direct:tick\n")
            .replace("direct:poll-github", "mock:look");
    assertThat(yaml).contains("direct:tick", "mock:look");
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("bell.yaml", yaml));
    camel.start();
    routes = camel.createProducerTemplate();
    looks = camel.getEndpoint("mock:look", MockEndpoint.class);
  }

  private void untilHeard(int times) {
    while (looks.getReceivedCounter() < times) {
      tick();
    }
  }

  /** GitHub has been asked twice more, and what it said was looked at. */
  private void untilAskedAgain() {
    github.forgetRequests();
    while (github.requests().stream().filter(one -> one.contains("/events")).count() < 3) {
      tick();
    }
    tick();
  }

  private void tick() {
    routes.sendBody("direct:tick", "tick");
    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
  }
}
