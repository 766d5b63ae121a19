package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.task.Mode;
import drover.task.TaskRequest;
import drover.view.RunDocument;
import drover.view.RunDocument.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job implement-issue with the scripted agent and a sample issue: from an issue to a branch.
 */
class IssueRehearsalTest {
  @TempDir private Path folder;
  private FactoryBench factory;

  @BeforeEach
  void prepare() {
    factory = new FactoryBench(folder).with("DROVER_REHEARSAL_PAUSE", "0");
  }

  @AfterEach
  void close() {
    factory.close();
  }

  @Test
  void a_sample_issue_becomes_one_commit_that_closes_it_and_names_its_run() {
    RunDocument run = implement();

    assertThat(run.summary().state()).as(run.summary().reason().orElse("")).isEqualTo("succeeded");
    assertThat(run.reviews()).extracting(Round::passed).containsExactly(false, true);
    String branch = run.summary().branch().orElseThrow();
    Path sample = factory.data().resolve("samples/implement-issue");
    assertThat(Blog.gitIn(sample, "rev-list", "--count", "main.." + branch)).isEqualTo("1");
    assertThat(Blog.gitIn(sample, "rev-parse", branch))
        .isEqualTo(run.summary().headSha().orElseThrow());
    assertThat(Blog.gitIn(sample, "log", "-1", "--format=%(trailers)", branch).strip())
        .isEqualTo("AFK-Run: " + run.summary().id());
    assertThat(Blog.gitIn(sample, "log", "-1", "--format=%B", branch).lines())
        .contains("Closes #12");
    assertThat(Blog.gitIn(sample, "log", "-1", "--format=%s", branch)).startsWith("rehearsal: ");
  }

  @Test
  void the_commit_holds_the_files_that_were_verified() {
    RunDocument run = implement();
    Path clean = factory.runDirectory().resolve("clean.git");
    String branch = run.summary().branch().orElseThrow();
    assertThat(Blog.gitIn(clean, "rev-parse", run.summary().headSha().orElseThrow() + "^{tree}"))
        .isEqualTo(Blog.gitIn(clean, "rev-parse", branch + "^{tree}"));
  }

  @Test
  void a_rehearsal_says_nothing_on_an_issue_and_tells_what_it_would_be() {
    RunDocument run = implement();
    assertThat(run.effects()).extracting(RunDocument.Effect::kind).containsExactly("branch");
    assertThat(factory.events().stream().map(event -> event.json()))
        .anyMatch(event -> event.contains("rehearsal: nothing is said on acme/sample#12"));
  }

  @Test
  void without_a_test_suite_no_agent_begins_and_a_person_decides() throws IOException {
    Blog blog = Blog.in(folder);
    TaskRequest request =
        FactoryBench.task(
            "implement-issue", "", Map.of("issue", "acme/sample#12"), blog, Mode.REHEARSAL);

    RunDocument run = factory.run(request);

    assertThat(run.summary().state()).isEqualTo("blocked");
    assertThat(run.summary().outcome()).contains("substance-gate");
    assertThat(run.summary().reason().orElse(""))
        .contains("the repository has none of bin/test", "drover.jobs.implement-issue.verify");
    assertThat(run.turns()).isEmpty();

    factory.factory().approve(factory.runId(), "ada", "it is a blog");
    assertThat(factory.goOn().summary().outcome()).contains("delivered");
  }

  private RunDocument implement() {
    TaskRequest request =
        FactoryBench.task(
            "implement-issue",
            "",
            Map.of("issue", "acme/sample#12"),
            new Blog(folder),
            Mode.REHEARSAL);
    return factory.run(request.about(Optional.empty(), Optional.empty()));
  }
}
