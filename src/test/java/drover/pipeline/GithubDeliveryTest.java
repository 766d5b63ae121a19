package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.claude.NeedsRealClaudeCli;
import drover.github.fake.FakeGithub;
import drover.github.fake.FakePull;
import drover.github.fake.FakeRepository;
import drover.github.fake.Fault;
import drover.github.fake.Fault.Moment;
import drover.machine.Clock;
import drover.task.TaskRequest;
import drover.view.RunDocument;
import drover.view.RunDocument.Effect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run of the real CLI whose result goes to GitHub: cloned and pushed with a token over
 * HTTP.
 */
@NeedsRealClaudeCli
class GithubDeliveryTest {
  private static final Map<String, String> EVERYTHING =
      Map.of("contents", "write", "pull_requests", "write", "issues", "write");

  /** Those that git can tell from a missing permission as well. */
  private static final List<Fault> FAULTS =
      List.of(Fault.SERVER_ERROR, Fault.CUT, Fault.BAD_GATEWAY, Fault.TOO_MANY_REQUESTS);

  private RealCliBench bench;
  private FakeGithub github;
  private FakeRepository repository;
  private String token;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = RealCliBench.in(folder);
    github = new FakeGithub(folder.resolve("github"), Clock.system());
    repository = github.repository("acme/blog");
    token = github.credentials().personal(EVERYTHING);
    String url = github.cloneUrl(repository);
    bench
        .blog()
        .git(
            "push",
            "--quiet",
            url.replace("http://", "http://x-access-token:" + token + "@"),
            "main");
    bench
        .factory()
        .with("DROVER_GITHUB_API_URL", github.apiUrl())
        .with("DROVER_OUTAGES_FIRST_SECONDS", "1")
        .with("GITHUB_TOKEN", token);
    bench.says().implementing();
    bench.says().passing();
  }

  @AfterEach
  void githubWasAskedAsItWantsToBe() {
    assertThat(github.violations()).isEmpty();
    bench.close();
    github.close();
  }

  @Test
  void the_branch_is_pushed_and_gets_one_labelled_pull_request() throws IOException {
    RunDocument run = publish();
    FakePull pull = onlyPull();
    assertThat(run.summary().outcome()).contains("delivered");
    assertThat(run.summary().pullRequest()).contains(github.webUrl() + "/acme/blog/pull/1");
    assertThat(repository.head(bench.branch())).isEqualTo(run.summary().headSha());
    assertThat(pull.title).isEqualTo("Publisher: Write about tides");
    assertThat(pull.labels).containsExactly("agent-ready");
    assertThat(pull.body).contains("Write about tides", "round 1 passed", bench.branch());
    assertThat(run.effects())
        .extracting(Effect::kind)
        .containsExactlyInAnyOrder("branch", "push", "pull-request", "pull-request-label");
    assertTokenIsNowhere();
  }

  @Test
  void whatever_goes_wrong_on_the_way_it_is_there_once_in_the_end() throws IOException {
    RunDocument run = publish(new Fault.Planned(0, Moment.BEFORE, Fault.BAD_GATEWAY));
    int request = 0;
    int waits = 0;
    while (run.summary().state().equals("waiting")) {
      waits++;
      Moment moment = waits % 2 == 0 ? Moment.BEFORE : Moment.AFTER;
      Fault fault = FAULTS.get(waits % FAULTS.size());
      github.forgetRequests();
      github.plan(new Fault.Planned(request++ % 7, moment, fault));
      run = bench.factory().goOn();
      assertThat(waits).as("waits in all").isLessThan(40);
    }
    assertThat(run.summary().outcome()).as(run.summary().reason().orElse("")).contains("delivered");
    assertThat(waits).isGreaterThan(3);
    assertThat(onlyPull().labels).containsExactly("agent-ready");
    assertThat(repository.head(bench.branch())).isEqualTo(run.summary().headSha());
  }

  @Test
  void a_token_that_may_not_push_ends_the_run_with_what_to_do_and_its_work_is_kept() {
    String reader = github.credentials().personal(Map.of("contents", "read"));
    bench.factory().with("GITHUB_TOKEN", reader);
    RunDocument run = publish();
    assertThat(run.summary().outcome()).contains("not-pushable");
    assertThat(run.summary().reason().orElseThrow())
        .contains("acme/blog", "contents (read and write)");
    assertThat(repository.pulls).isEmpty();
    bench.factory().with("GITHUB_TOKEN", token);
  }

  private RunDocument publish(Fault.Planned... faults) {
    github.forgetRequests();
    List.of(faults).forEach(github::plan);
    TaskRequest asked = FactoryBench.task("publisher", "Write about tides", Map.of(), bench.blog());
    return bench
        .factory()
        .run(asked.about(Optional.of(github.cloneUrl(repository)), Optional.empty()));
  }

  private FakePull onlyPull() {
    assertThat(repository.pulls).hasSize(1);
    return repository.pulls.getFirst();
  }

  private void assertTokenIsNowhere() throws IOException {
    try (Stream<Path> files = Files.walk(bench.factory().data())) {
      assertThat(files.filter(Files::isRegularFile).filter(this::holdsToken)).isEmpty();
    }
  }

  private boolean holdsToken(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
