package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A client of a chatbot, rehearsed in all modes on the sample repository of the job. */
@Execution(ExecutionMode.CONCURRENT)
class OnboardClientIT {
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

  private Repository sample(String job) {
    return new Repository(desk.home.resolve("samples").resolve(job));
  }
}
