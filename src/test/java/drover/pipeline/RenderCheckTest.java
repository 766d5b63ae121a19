package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import drover.verify.Check;
import drover.verify.Check.State;
import drover.verify.RenderCheck;
import drover.verify.Verification;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Built pages are looked at in a browser, where there is one. */
class RenderCheckTest {
  private static final String PNG = "\u0089PNG";

  private BeanBench bench;
  private Workspace workspace;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = BeanBench.in(folder);
    workspace = bench.workspaces.prepare(bench.run);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aPageThatRendersLeavesAScreenshot() throws IOException {
    String browser = chromium();
    String sha = bench.receive(workspace, "site/page.html", "<h1>Hello</h1>");

    Check check = render(sha, browser);

    assertThat(check.state()).as(check.tail()).isEqualTo(State.PASSED);
    Path screenshot = Path.of(check.artifact().orElseThrow());
    assertThat(screenshot).hasParentRaw(bench.run.directory().resolve("artifacts"));
    assertThat(Files.readString(screenshot, java.nio.charset.StandardCharsets.ISO_8859_1))
        .startsWith(PNG);
  }

  @Test
  void aPageWithNothingToReadDoesNotRender() {
    String browser = chromium();
    String sha =
        bench.receive(workspace, "site/page.html", "<script>var text = 1</script><p> </p>");

    Check check = render(sha, browser);

    assertThat(check.state()).isEqualTo(State.FAILED);
    assertThat(check.detail()).isEqualTo("site/page.html does not render");
  }

  @Test
  void withoutABrowserTheCheckIsSkippedAndNeverPassed() {
    String sha = bench.receive(workspace, "site/page.html", "<h1>Hello</h1>");

    Check check = render(sha, "/nonexistent/browser");

    assertThat(check.state()).isEqualTo(State.SKIPPED);
    assertThat(check.detail()).contains("/nonexistent/browser").contains("drover.verify.browser");
    assertThat(check.artifact()).isEmpty();
  }

  @Test
  void aBrowserThatIsNoneOnThePathIsSkippedToo() {
    String sha = bench.receive(workspace, "site/page.html", "<h1>Hello</h1>");

    assertThat(render(sha, "no-such-browser").state()).isEqualTo(State.SKIPPED);
  }

  @Test
  void withoutAPageTheCheckIsSkipped() {
    Check check = render(bench.receive(workspace, "site/page.txt", "Hello"), "/bin/true");

    assertThat(check.state()).isEqualTo(State.SKIPPED);
    assertThat(check.detail()).isEqualTo("there is no page site/*.html");
  }

  @Test
  void aBrowserThatGivesNoPictureHasNotRenderedThePage() {
    String sha = bench.receive(workspace, "site/page.html", "<h1>Hello</h1>");

    assertThat(render(sha, "/bin/true").state()).isEqualTo(State.FAILED);
  }

  private Check render(String sha, String browser) {
    var settings =
        bench.settings(
            """
            drover:
              verify:
                browser: %s
              jobs:
                publisher:
                  render: ["site/*.html"]
                  verify: []
            """
                .formatted(browser));
    Verified verified =
        new Verification(
                settings,
                bench.workspaces,
                bench.checks(settings),
                new RenderCheck(settings.verify(), bench.checks(settings), bench.environment),
                bench.caches(settings),
                bench.journal)
            .verify(bench.run, workspace, BeanBench.turnAt(sha));
    return verified.checks().getFirst();
  }

  /** Without one these tests are skipped for all to see; in CI that is a failure, not a skip. */
  private static String chromium() {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(":"))
            .map(directory -> Path.of(directory, "chromium"))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      String missing = "SKIPPED: there is no chromium on the PATH, so no page is really rendered";
      assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
      System.err.println(missing);
    }
    assumeTrue(found.isPresent(), "there is no chromium on the PATH");
    return found.orElseThrow().toString();
  }
}
