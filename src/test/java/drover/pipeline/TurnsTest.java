package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.turn.TurnFacts;
import drover.turn.TurnResult;
import drover.turn.Turns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a turn: the agent's word, and the commit that is there whatever it says. */
class TurnsTest {
  private AgentBench bench;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = AgentBench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theCommitOfATurnThatFailedIsKept() {
    String sha = bench.beans().commit(bench.workspace(), "half.md", "half\n");

    TurnResult result = conclude("over-budget", "", Optional.empty());

    assertThat(result.isSucceeded()).isFalse();
    assertThat(result.outcome()).isEqualTo("over-budget");
    assertThat(result.headSha()).isEqualTo(sha);
    assertThat(result.changed()).isTrue();
    assertThat(bench.beans().workspaces.cleanOf(bench.workspace()).hasFile(sha, "half.md"))
        .isTrue();
    assertThat(bench.beans().ledger.read().runs().find(bench.beans().run.id()).orElseThrow())
        .extracting(run -> run.headSha().orElse(""))
        .isEqualTo(sha);
  }

  @Test
  void whatIsNotCommittedHasNotChangedAnything() {
    bench.beans().write(bench.workspace(), "posts/x.md", "not committed\n");

    TurnResult result = conclude("succeeded", "I wrote a post.", Optional.empty());

    assertThat(result.changed()).isFalse();
    assertThat(result.headSha()).isEqualTo(bench.workspace().baseSha());
  }

  @Test
  void commitsThatCancelEachOtherHaveNotChangedAnything() {
    bench.beans().commit(bench.workspace(), "a.md", "a\n");
    Blog.gitIn(bench.workspace().directory(), "revert", "--no-edit", "HEAD");

    TurnResult result = conclude("succeeded", "", Optional.empty());

    assertThat(result.changed()).isFalse();
    assertThat(result.headSha()).isNotEqualTo(bench.workspace().baseSha());
  }

  @Test
  void theFirstStageThatFailedIsNamedWithItsNote() {
    TurnResult result =
        conclude(
            "succeeded",
            "",
            Optional.of(
                """
                {"summary":"x","stages":[
                  {"name":"research","result":"passed","note":"fine"},
                  {"name":"qa","result":"failed","note":"the build is broken"},
                  {"name":"security-audit","result":"failed","note":"and more"}]}
                """));

    assertThat(result.getFailedStage()).isEqualTo("qa");
    assertThat(result.getFailedStageNote()).isEqualTo("the build is broken");
  }

  @Test
  void aReportOfAnotherShapeReportsNoFailedStage() {
    assertThat(
            List.of(
                "{}",
                "[]",
                "7",
                "null",
                "{\"stages\":\"all fine\"}",
                "{\"stages\":[1,null,\"x\",[]]}",
                "{\"stages\":[{}]}",
                "{\"stages\":{\"name\":\"qa\"}}"))
        .allSatisfy(
            report ->
                assertThat(conclude("succeeded", "", Optional.of(report)).getFailedStage())
                    .isEmpty());
  }

  @Test
  void aLongAnswerIsShortened() {
    TurnResult result = conclude("succeeded", "long ".repeat(10_000), Optional.empty());

    assertThat(result.answer()).hasSize(4_000);
  }

  private TurnResult conclude(String outcome, String answer, Optional<String> structured) {
    TurnFacts facts = AgentBench.facts(outcome, answer, structured);
    return new Turns(bench.beans().workspaces, bench.beans().ledger)
        .conclude(bench.beans().run, bench.workspace(), bench.work(), facts);
  }
}
