package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Jobs that deliver pages and find issues, rehearsed on their own sample repositories. */
@Execution(ExecutionMode.CONCURRENT)
class JobsIT {
  @TempDir private Path directory;
  private Desk desk;

  @BeforeEach
  void sitDown() {
    desk = new Desk(directory);
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @Test
  void aJournalistDeliversAReportThatTheSiteBuilds() {
    Said said =
        desk.drover("run", "journalist", "What is new in Camel", "--rehearse", "--json")
            .succeeded();

    assertThat(said.text("outcome")).isEqualTo("delivered");
    assertThat(said.text("branch")).matches("agent/journalist-[0-9]+");
    assertThat(sample("journalist").git("ls-tree", "-r", "--name-only", said.text("branch")))
        .contains("posts/news-what-is-new-in-camel.md");
    assertThat(said.json().path("reviews").findValuesAsText("passed"))
        .containsExactly("false", "true");
  }

  @Test
  void aJournalistWithoutAnAssignmentIsToldWhatIsMissing() {
    assertThat(desk.drover("run", "journalist", "--rehearse").complained(2).err())
        .contains("the job journalist needs a prompt");
  }

  @Test
  void theCommentsOfASamplePullRequestAreSortedAndNobodyIsTold() {
    Said said =
        desk.drover("run", "pr-fix", "--param", "pull-request=a/b#1", "--rehearse", "--json")
            .succeeded();

    assertThat(said.text("outcome")).isEqualTo("reported");
    assertThat(said.steps()).containsExactly("look:1 finished", "hand-on:1 finished");
    assertThat(said.json().path("report").path("text").asText())
        .contains("1 by bot, 1 by own, 1 by stranger", "ada on posts/tides.md:12");
    assertThat(said.json().path("effects")).isEmpty();
  }

  @Test
  void everyIssueOfATriageBecomesARunAndABranchOfItsOwn() {
    Said said = triage().succeeded();

    assertThat(said.text("outcome")).isEqualTo("reported");
    assertThat(said.steps())
        .containsExactly(
            "workspace:1 finished",
            "turn:1 finished",
            "triage:1 finished",
            "hand-in:1 finished",
            "hand-in:2 finished",
            "summary:1 finished");
    List<JsonNode> issues = issues();
    assertThat(issues).hasSize(2);
    assertThat(issues)
        .allSatisfy(
            issue -> {
              assertThat(issue.path("state").asText()).isEqualTo("succeeded");
              assertThat(issue.path("repository")).isEqualTo(said.json().path("repository"));
              assertThat(said.json().path("report").path("text").asText())
                  .contains(issue.path("id").asText());
            });
    assertThat(sample("solve-chatbot-issues").agentBranches())
        .containsExactlyInAnyOrderElementsOf(
            issues.stream().map(issue -> issue.path("branch").asText()).toList());
    assertThat(Path.of(said.json().path("report").path("artifact").asText()))
        .content()
        .contains("the bot invents opening hours", "the bot does not know returns");
  }

  @Test
  void aTriageThatFindsNothingSaysSo() {
    desk.misbehaving("no-issues");

    Said said = triage().succeeded();

    assertThat(said.text("outcome")).isEqualTo("reported");
    assertThat(said.json().path("report").path("text").asText()).isEqualTo("Nothing to do.");
    assertThat(issues()).isEmpty();
  }

  @Test
  void noMoreIssuesAreHandedInThanConfigured() {
    desk.with("DROVER_JOBS_SOLVE_CHATBOT_ISSUES_TRIAGE_MAX_ISSUES", "1");

    Said said = triage().succeeded();

    assertThat(issues()).hasSize(1);
    assertThat(said.json().path("report").path("text").asText())
        .contains("1 issue handed in, 1 left for the next triage");
  }

  @Test
  void issuesThatCannotBeMendedEndOnTheirOwnAndTheTriageStands() {
    desk.misbehaving("no-commit");

    Said said = triage();

    assertThat(said.status()).as("all of them failed").isEqualTo(1);
    assertThat(said.text("state")).isEqualTo("succeeded");
    assertThat(issues())
        .hasSize(2)
        .allSatisfy(
            issue -> assertThat(issue.path("outcome").asText()).isEqualTo("nothing-changed"));
  }

  private Said triage() {
    return desk.drover("run", "solve-chatbot-issues", "--rehearse", "--json");
  }

  private List<JsonNode> issues() {
    JsonNode runs =
        desk.drover("runs", "--job", "solve-chatbot-issue", "--json").succeeded().json();
    return StreamSupport.stream(runs.spliterator(), false).toList();
  }

  private Repository sample(String job) {
    return new Repository(desk.home.resolve("samples").resolve(job));
  }
}
