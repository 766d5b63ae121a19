package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * However an agent misbehaves, the run ends in a state, with an outcome and one line that says why.
 */
@Execution(ExecutionMode.CONCURRENT)
class MisbehaviourIT {
  @TempDir private Path directory;
  private Desk desk;
  private Repository source;

  @BeforeEach
  void sitDown() {
    desk = new Desk(directory);
    source = Repository.blog(directory.resolve("source"));
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @ParameterizedTest(name = "{0} ends {1}, {2}, at {3}, because of {4}")
  @CsvSource({
    "no-commit,           failed,  nothing-changed,   turn,   nothing-changed:",
    "no-change,           failed,  nothing-changed,   turn,   nothing-changed:",
    "substance-no,        blocked, substance-gate,    turn,   substance-gate:",
    "stage-failed,        failed,  failed,            turn,   stage-failed: security-audit:",
    "tool-errors,         failed,  too-many-errors,   turn,   errors-in-a-row:",
    "max-turns,           failed,  out-of-turns,      turn,   max-turns:",
    "endless-output,      failed,  out-of-turns,      turn,   max-turns:",
    "crash,               failed,  lost,              turn,   killed:",
    "error-result,        failed,  failed,            turn,   execution-error:",
    "bad-scores,          failed,  failed,            review, review-unusable:",
    "low-scores,          blocked, review-not-passed, review, review-not-passed:",
    "break-build-forever, failed,  verify-failed,     verify, verify-failed: build",
  })
  void endsTheRun(String how, String state, String outcome, String stage, String reason) {
    Said said = desk.misbehaving(how).publish(source.path()).complained(1);

    assertThat(said.text("state")).isEqualTo(state);
    assertThat(said.text("outcome")).isEqualTo(outcome);
    assertThat(said.text("stage")).isEqualTo(stage);
    assertThat(said.text("reason")).startsWith(reason);
    assertThat(said.err()).contains(said.text("id"), state + " at " + stage, reason);
    assertThat(source.agentBranches()).as("branches of a run that was not delivered").isEmpty();
  }

  @Test
  void aBrokenBuildIsGivenBackOnceAndThenDelivered() {
    Said said = desk.misbehaving("break-build").publish(source.path()).succeeded();

    assertThat(said.turns()).startsWith("implement succeeded", "repair succeeded");
    assertThat(said.steps()).contains("verify:1 finished", "deliver:1 finished");
  }

  @Test
  void aBuildThatStaysBrokenShowsItsLastLines() {
    Said said = desk.misbehaving("break-build-forever").publish(source.path()).complained(1);

    assertThat(said.turns()).containsExactly("implement succeeded", "repair succeeded");
    assertThat(said.err()).contains("title is missing");
  }

  @Test
  void anAnswerThatDoesNotFitIsAskedForOnceMore() {
    Said said = desk.misbehaving("bad-scores-once").publish(source.path()).succeeded();

    assertThat(said.turns())
        .containsExactly(
            "implement succeeded",
            "review succeeded",
            "review-again succeeded",
            "fix succeeded",
            "review succeeded");
  }

  @Test
  void threeRoundsWithoutGoodScoresBlockTheRunAndKeepItsWork() {
    Said said = desk.misbehaving("low-scores").publish(source.path()).complained(1);

    assertThat(said.json().path("reviews")).hasSize(3);
    for (JsonNode review : said.json().path("reviews")) {
      assertThat(review.path("passed").asBoolean()).isFalse();
      assertThat(review.path("scores").path("sources").asInt()).isEqualTo(2);
    }
    assertThat(Path.of(said.text("workspace")).resolve("posts/the-topic.md")).exists();
  }

  @Test
  void aRunBlockedByItsReviewGoesOnWithTheReview() {
    String run = desk.misbehaving("low-scores").publish(source.path()).complained(1).text("id");

    Said again = desk.misbehaving("").drover("retry", run, "--json").succeeded();

    assertThat(again.text("outcome")).isEqualTo("delivered");
    assertThat(again.json().path("attempt").asInt()).isEqualTo(2);
    assertThat(source.commitsOf(again.text("branch"))).doesNotHaveDuplicates();
  }

  @Test
  void anAgentThatCrashedOnceSucceedsOnRetry() {
    String run = desk.misbehaving("crash-once").publish(source.path()).complained(1).text("id");

    Said again = desk.drover("retry", run, "--json").succeeded();

    assertThat(source.agentBranches()).containsExactly(again.text("branch"));
  }

  @Test
  void nothingPlantedInAWorkspaceIsEverExecuted() {
    Path marker = directory.resolve("executed");
    desk.misbehaving("plant")
        .with("DROVER_PLANT_MARKER", marker)
        .publish(source.path())
        .succeeded();

    assertThat(marker).doesNotExist();
  }
}
