package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.sandbox.NeedsSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every job beside the publisher, rehearsed as a user does it: on its own sample repository. */
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
  void whoMayChangeNothingReportsAndTheReportIsTheResult() throws Exception {
    Repository source = Repository.blog(directory.resolve("source"));
    var before = source.everything();

    Said said = look(source).succeeded();

    assertThat(said.text("outcome")).isEqualTo("reported");
    assertThat(said.json().path("branch").isNull()).isTrue();
    assertThat(said.json().path("effects")).isEmpty();
    assertThat(said.steps())
        .containsExactly("workspace:1 finished", "turn:1 finished", "report:1 finished");
    assertThat(said.json().path("report").path("text").asText()).contains("looked into");
    assertThat(Path.of(said.json().path("report").path("artifact").asText()))
        .hasContent(said.json().path("report").path("text").asText());
    assertThat(source.everything()).isEqualTo(before);
    assertThat(desk.drover("show", said.text("id")).succeeded().out())
        .contains("report", "looked into");
  }

  @Test
  @NeedsSandbox
  void twoWhoReadTheSameCommitShareACheckoutThatNeitherCanWriteTo() {
    Repository source = Repository.blog(directory.resolve("source"));

    Said first = look(source).succeeded();
    Said second = look(source).succeeded();

    assertThat(first.json().path("report").path("text").asText())
        .contains("could not be written to");
    assertThat(second.text("workspace"))
        .isEqualTo(first.text("workspace"))
        .startsWith(desk.home.resolve("shared").toString());
  }

  @Test
  void withoutASandboxWhoReadsGetsACopyOfItsOwn() {
    Repository source = Repository.blog(directory.resolve("source"));

    Said said = look(source, "--no-sandbox", "--keep").succeeded();

    assertThat(said.text("workspace")).isEqualTo(runs(said).resolve("workspace").toString());
    assertThat(source.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void whoReportedIsToldWhatElseIsWantedAndReportsAgain() {
    Repository source = Repository.blog(directory.resolve("source"));
    String run = look(source).succeeded().text("id");

    desk.drover("tell", run, "Look at the layouts as well").succeeded();

    assertThat(desk.show(run).path("report").path("text").asText())
        .contains("Look at the layouts as well");
  }

  @Test
  void aJobThatIsToChangeSomethingCannotBeAskedToChangeNothing() {
    assertThat(
            desk.drover("run", "publisher", "The topic", "--read-only", "--rehearse")
                .complained(2)
                .err())
        .contains("the job publisher has no parameter read-only");
  }

  @Test
  void aClientIsOnboardedUntilItsEvaluationIsGoodEnough() {
    Said said = onboard("new.example").succeeded();

    assertThat(said.text("outcome")).isEqualTo("delivered");
    assertThat(said.text("branch")).matches("agent/onboard-client-[0-9]+");
    assertThat(said.turns())
        .containsExactly(
            "implement succeeded",
            "improve succeeded",
            "review succeeded",
            "fix succeeded",
            "review succeeded");
    assertThat(summaries(said, "evaluate"))
        .containsExactly(
            "round 1: accuracy 0.60, the target is 0.70 (5 cases)",
            "round 2: accuracy 0.80, the target is 0.70 (5 cases)",
            "round 2: accuracy 0.80, the target is 0.70 (5 cases)");
    assertThat(said.json().path("report").path("accuracy").asDouble()).isEqualTo(0.8);
    assertThat(Path.of(said.json().path("report").path("artifact").asText())).isRegularFile();
    assertThat(files("onboard-client", said))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).startsWith("clients/new.example/"));
  }

  @Test
  void aClientThatStaysBelowTheTargetNeedsAPersonWhoMayLetItPass() {
    desk.with("DROVER_JOBS_ONBOARD_CLIENT_EVALUATION_TARGET", "0.9");

    Said said = onboard("acme.example");

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text("state")).isEqualTo("blocked");
    assertThat(said.text("outcome")).isEqualTo("accuracy-below-target");
    assertThat(summaries(said, "evaluate")).hasSize(3);
    assertThat(sample("onboard-client").agentBranches()).isEmpty();

    desk.drover("approve", said.text("id"), "--why", "good enough to begin with").succeeded();
    assertThat(desk.show(said.text("id")).path("state").asText()).isEqualTo("succeeded");
  }

  @Test
  void toEvaluateAClientChangesAndDeliversNothing() {
    Said said = onboard("acme.example", "--mode", "eval-only").succeeded();

    assertThat(said.text("outcome")).isEqualTo("reported");
    assertThat(said.steps()).containsExactly("workspace:1 finished", "evaluate:1 finished");
    assertThat(said.json().path("report").path("accuracy").asDouble()).isEqualTo(0.6);
    assertThat(said.json().path("turns")).isEmpty();
    assertThat(sample("onboard-client").agentBranches()).isEmpty();
    assertThat(desk.drover("show", said.text("id")).succeeded().out())
        .contains("accuracy", "0.60", "May I send something back?");
  }

  @Test
  void aClientThatNobodyKnowsCannotBeEvaluated() {
    Said said = onboard("unknown.example", "--mode", "eval-only");

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text("reason"))
        .startsWith("evaluation-failed: ")
        .contains("there is no clients/unknown.example/evals/cases.txt");
  }

  @Test
  void aDocumentUpdatesTheClientsSkillsAndNothingElse() {
    String[] update = {"--mode", "update-skills", "--param", "document=Closed on Mondays"};

    Said said = onboard("acme.example", update).succeeded();
    assertThat(files("onboard-client", said))
        .contains("clients/acme.example/skills/news.md")
        .allSatisfy(file -> assertThat(file).startsWith("clients/acme.example/skills/"));

    desk.misbehaving("symlink-out");
    Said refused = onboard("acme.example", update);
    assertThat(refused.text("outcome")).isEqualTo("policy-refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "acme", "../acme.example", "acme.example/x", "$(id).example"})
  void aDomainIsAHostName(String domain) {
    assertThat(
            desk.drover("run", "onboard-client", "--domain", domain, "--rehearse")
                .complained(2)
                .err())
        .contains("a right one is --param domain=acme.example");
  }

  private Said onboard(String domain, String... more) {
    List<String> words = new ArrayList<>(List.of("run", "onboard-client", "--domain", domain));
    words.addAll(List.of("--rehearse", "--json"));
    words.addAll(List.of(more));
    return desk.drover(words.toArray(String[]::new));
  }

  private static List<String> summaries(Said said, String step) {
    return StreamSupport.stream(said.json().path("steps").spliterator(), false)
        .filter(each -> each.path("name").asText().equals(step))
        .map(each -> each.path("summary").asText())
        .toList();
  }

  /** Files that the branch of a run changes. */
  private List<String> files(String job, Said said) {
    return sample(job).git("diff", "--name-only", "main", said.text("branch")).lines().toList();
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

  private Said look(Repository source, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("run", "agent", "What is here?", "--param", "agent=analyst", "--read-only"));
    words.addAll(List.of("--rehearse", "--json", "--repo", source.path().toString()));
    words.addAll(List.of(more));
    return desk.drover(words.toArray(String[]::new));
  }

  private Path runs(Said said) {
    return desk.home.resolve("runs").resolve(said.text("id"));
  }

  private Repository sample(String job) {
    return new Repository(desk.home.resolve("samples").resolve(job));
  }
}
