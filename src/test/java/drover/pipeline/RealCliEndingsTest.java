package drover.pipeline;

import static drover.claude.ScriptedStep.bash;
import static drover.claude.ScriptedStep.text;
import static org.assertj.core.api.Assertions.assertThat;

import drover.claude.NeedsRealClaudeCli;
import drover.claude.ScriptedStep;
import drover.ledger.TurnRecord;
import drover.view.RunDocument;
import drover.view.RunDocument.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run ends when the real CLI, its model or its work does not do what it should. */
@NeedsRealClaudeCli
class RealCliEndingsTest {
  private RealCliBench bench;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = RealCliBench.in(folder);
  }

  @AfterEach
  void nothingUnexpectedWasAsked() {
    bench.close();
  }

  @Test
  void withoutTurnsLeftTheRunFailsButItsWorkIsKept() {
    bench.factory().with("DROVER_JOBS_PUBLISHER_MAX_TURNS", "2");
    PublisherScript says = bench.says();
    says.whenImplementing().then(says.write("A draft"), says.commit("Half a post"), says.report());

    RunDocument run = bench.publish("Write");

    assertEnded(run, "failed", "out-of-turns", "max-turns: ");
    assertThat(Blog.gitIn(cleanRepository(), "log", "-1", "--format=%s", bench.branch()))
        .isEqualTo("Half a post");
    assertNothingWasDelivered();
  }

  @Test
  void anHonestNoAtTheSubstanceGateNeedsAPerson() {
    String note = "No, 'it' is \"known\", (see ${body}), and ends so";
    bench.says().whenImplementing().then(bench.says().reportFailing("substance-gate", note));

    RunDocument run = bench.publish("Write");

    assertEnded(run, "blocked", "substance-gate", "substance-gate: ");
    assertThat(run.summary().reason()).hasValue("substance-gate: " + note);
    assertNothingWasDelivered();
  }

  @Test
  void anotherFailedStageFailsTheRunByItsName() {
    PublisherScript says = bench.says();
    says.whenImplementing()
        .then(
            says.write("A draft"),
            says.commit("Add a post"),
            says.reportFailing("security-audit", "A token was left in."));

    RunDocument run = bench.publish("Write");

    assertEnded(run, "failed", "failed", "stage-failed: security-audit: A token was left in.");
    assertNothingWasDelivered();
  }

  @Test
  void aReviewWithoutScoresIsAskedForOnceMoreInTheSameSession() {
    bench.says().implementing();
    bench.says().whenReviewing().then(text("Splendid"), text("Really"));
    bench.says().whenAskedForReviewAgain().then(bench.says().review(5));

    RunDocument run = bench.publish("Write");

    assertEnded(run, "succeeded", "delivered", "delivered: ");
    assertThat(run.turns())
        .extracting(Turn::name)
        .containsExactly("implement", "review", "review-again");
    assertThat(run.turns().get(2).sessionId()).isEqualTo(run.turns().get(1).sessionId());
  }

  @Test
  void aSecondReviewWithoutScoresFailsTheRun() {
    bench.says().implementing();
    bench.says().whenReviewing().then(text("Splendid"), text("Really"));
    bench.says().whenAskedForReviewAgain().then(text("I said so"), text("Twice"));

    RunDocument run = bench.publish("Write");

    assertEnded(run, "failed", "failed", "review-unusable: ");
    assertNothingWasDelivered();
  }

  @Test
  void aFailedCheckIsRepairedInTheSameSession() {
    PublisherScript says = bench.says();
    ScriptedStep broken = says.writeFile("posts/x.md", "no front matter\n");
    says.whenImplementing().then(broken, says.commit("Add a post"), says.report());
    says.whenRepairing().then(says.write("Mended"), says.commit("Mend the build"), says.report());
    says.passing();

    RunDocument run = bench.publish("Write");

    assertEnded(run, "succeeded", "delivered", "delivered: ");
    assertThat(run.turns()).extracting(Turn::name).containsExactly("implement", "repair", "review");
    assertThat(run.turns().get(1).sessionId()).isEqualTo(run.turns().get(0).sessionId());
    assertThat(bench.api().messageRequests())
        .anySatisfy(
            request ->
                assertThat(request.prompts().getLast().text())
                    .contains("posts/x.md")
                    .contains("<check>\nbuild\n</check>"));
  }

  @Test
  void aMissingAgentFailsTheRunWithItsMend() {
    bench.factory().with("DROVER_CLAUDE_COMMAND", "/nonexistent/claude");

    RunDocument run = bench.publish("Write");

    assertEnded(run, "failed", "failed", "agent-missing: /nonexistent/claude cannot be started");
    assertThat(run.summary().reason().orElseThrow()).contains("set drover.claude.command");
  }

  @Test
  void anUnknownAgentNameFailsTheRunWithWhatTheCliSaid() {
    RunDocument run =
        bench
            .factory()
            .run(FactoryBench.task("agent", "Work", Map.of("agent", "nobody"), bench.blog()));

    assertEnded(run, "failed", "failed", "agent-exit: ");
    assertThat(run.summary().reason().orElseThrow()).contains("nobody");
    assertThat(bench.api().messageRequests()).isEmpty();
  }

  @Test
  void aTurnThatOnlyTalksHasNotDoneIt() {
    bench.says().whenImplementing().then(bash("echo done"), bench.says().report());

    RunDocument run = bench.publish("Write");

    assertEnded(run, "failed", "nothing-changed", "nothing-changed: ");
    assertThat(bench.factory().turns())
        .singleElement()
        .extracting(TurnRecord::outcome)
        .isEqualTo(java.util.Optional.of("succeeded"));
  }

  private Path cleanRepository() {
    return bench.factory().runDirectory().resolve("clean.git");
  }

  private void assertNothingWasDelivered() {
    assertThat(bench.blog().branches()).containsExactly("main");
    assertThat(bench.factory().document().effects()).isEmpty();
  }

  private static void assertEnded(RunDocument run, String state, String outcome, String reason) {
    assertThat(run.summary().reason().orElse("none")).startsWith(reason);
    assertThat(run.summary().state()).isEqualTo(state);
    assertThat(run.summary().outcome()).hasValue(outcome);
  }
}
