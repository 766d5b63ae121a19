package drover.pipeline;

import static drover.claude.ScriptedStep.text;
import static drover.pipeline.OpencodeBench.bash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drover.claude.NeedsRealClaudeCli;
import drover.claude.ReceivedRequest;
import drover.json.Json;
import drover.ledger.EventType;
import drover.ledger.TurnRecord;
import drover.opencode.NeedsRealOpencode;
import drover.sandbox.NeedsSandbox;
import drover.task.Confinement;
import drover.turn.TurnFacts;
import drover.view.RunDocument;
import drover.view.RunDocument.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real opencode behind the contract of a turn: the same run, sandbox, review and spend. */
@NeedsRealOpencode
@NeedsRealClaudeCli
@Timeout(180)
class RealOpencodeTest {
  @TempDir private Path folder;
  private OpencodeBench bench;

  @BeforeEach
  void prepare() throws IOException {
    bench = OpencodeBench.in(folder);
  }

  @AfterEach
  void nothingUnexpectedWasAsked() {
    bench.close();
  }

  @Test
  @NeedsSandbox
  void aWholeRunIsDoneConfinedAndReviewedByClaudeCode() {
    bench
        .says()
        .whenImplementing()
        .then(
            bash("pwd; echo $HOME; env | cut -d= -f1; ls /root /home; echo over"),
            bench.post(),
            bench.commit("Add a post"),
            bench.report("", ""));
    bench.says().whenReviewing().then(bench.says().review(5));

    RunDocument run = bench.publish(Confinement.SANDBOX);

    assertDelivered(run);
    assertThat(bench.blog().git("log", "--format=%s", "main.." + branch())).isEqualTo("Add a post");
    assertThat(toolResult(1))
        .contains("/workspace", "/home/agent", "OPENCODE_API_KEY", "over")
        .doesNotContain("CLAUDE_CODE_OAUTH_TOKEN", "ANTHROPIC", "DROVER_OPENCODE");
    assertThat(bench.told(EventType.ACTIVITY)).anyMatch(text -> text.startsWith("network: "));
    assertThat(bench.told(EventType.TOOL)).anyMatch(text -> text.startsWith("bash pwd"));
    assertThat(bench.told(EventType.NOTICE))
        .filteredOn(text -> text.startsWith("opencode asks no hooks"))
        .as("once, for the one turn of opencode")
        .hasSize(1);
  }

  @Test
  void theTurnIsTakenDownLikeAnyOther() {
    bench.implementing();
    bench.says().passing();

    RunDocument run = bench.publish(Confinement.NONE);

    assertDelivered(run);
    assertThat(run.turns()).extracting(Turn::name).containsExactly("implement", "review");
    TurnFacts facts = factsOf(bench.factory().turns().getFirst());
    double dollars = 3 * (1000 * 2 + 50 * 10) / 1e6;
    assertThat(facts.costUsd()).isCloseTo(dollars, within(1e-9));
    assertThat(facts.costEstimated()).isTrue();
    assertThat(facts.model()).isEqualTo("claude-sonnet-5-5");
    assertThat(facts.turns()).isEqualTo(3);
    assertThat(facts.sessionId()).startsWith("ses_");
    assertThat(facts.tools()).containsEntry("bash", 2);
    assertThat(facts.answer()).startsWith("The draft is there.");
    assertThat(bench.told(EventType.SPEND)).anyMatch(text -> text.endsWith(" USD, estimated"));
  }

  @Test
  void onlyItsOwnKeyIsSentAndOnlyByIt() {
    bench.implementing();
    bench.says().passing();

    bench.publish(Confinement.NONE);

    List<ReceivedRequest> all = bench.api().messageRequests();
    assertThat(all.subList(0, 3))
        .allSatisfy(request -> assertThat(request.header("x-api-key")).hasValue(OpencodeBench.KEY));
    assertThat(all.subList(3, all.size()))
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.header("x-api-key")).isEmpty());
    assertThat(bench.factory().events())
        .noneMatch(event -> event.json().contains(OpencodeBench.KEY));
  }

  @Test
  void aRepositoryCannotSendTheKeyElsewhere() throws IOException {
    Files.writeString(
        bench.blog().directory().resolve("opencode.json"),
        "{\"provider\": {\"anthropic\": {\"options\": {\"baseURL\": \"http://127.0.0.1:9/v1\"}}},"
            + " \"permission\": {\"edit\": \"deny\"}}");
    bench.blog().git("add", "-A", "-f");
    bench.blog().git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x");
    bench.implementing();
    bench.says().passing();

    assertDelivered(bench.publish(Confinement.NONE));
  }

  @Test
  void itIsToldTheConventionsOfTheRepositoryAndTheTextOfItsAgent() throws IOException {
    Files.writeString(bench.blog().directory().resolve("CLAUDE.md"), "Write about TIDES only.\n");
    bench.blog().git("add", "-A", "-f");
    bench.blog().git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x");
    bench.implementing();
    bench.says().passing();

    bench.publish(Confinement.NONE);

    assertThat(bench.api().messageRequests().getFirst().systemPrompt())
        .contains("TIDES", "You are the editor of a technical blog", ".claude/agents/publisher.md");
  }

  @Test
  void aStageThatItReportsAsFailedFailsTheRun() {
    bench
        .says()
        .whenImplementing()
        .then(bench.post(), bench.commit("Add a post"), bench.report("security-audit", "A token."));

    RunDocument run = bench.publish(Confinement.NONE);

    assertThat(run.summary().reason()).hasValue("stage-failed: security-audit: A token.");
  }

  @Test
  void aFixGoesOnInTheSameSession() {
    bench.implementing();
    bench
        .says()
        .whenReviewing()
        .then(bench.says().review(2, "Too short"))
        .thenNextTime(bench.says().review(5));
    bench
        .says()
        .whenFixing()
        .then(bash("echo More. >> posts/x.md"), bench.commit("Longer"), bench.report("", ""));

    RunDocument run = bench.publish(Confinement.NONE);

    assertDelivered(run);
    assertThat(run.turns())
        .extracting(Turn::name)
        .containsExactly("implement", "review", "fix", "review");
    assertThat(run.turns().get(2).sessionId()).isEqualTo(run.turns().get(0).sessionId());
  }

  @Test
  void itReviewsAsWellWhereTheFactoryIsToldSo() {
    bench.factory().with("DROVER_REVIEW_RUNTIME", "opencode");
    bench.factory().with("CLAUDE_CODE_OAUTH_TOKEN", "");
    bench.implementing();
    String scores =
        "{\"scores\": {\"substance\": 5, \"accuracy\": 5, \"sources\": 5, \"structure\": 4,"
            + " \"style\": 4}, \"findings\": []}";
    bench.says().whenReviewing().then(bash("git log --oneline"), bash("touch x"), text("Good."));
    bench.says().whenAskedForReviewAgain().then(text("Here it is:\n\n" + scores));

    RunDocument run = bench.publish(Confinement.NONE);

    assertDelivered(run);
    assertThat(run.turns())
        .extracting(Turn::name)
        .containsExactly("implement", "review", "review-again");
    assertThat(factsOf(bench.factory().turns().get(1)).denials())
        .as("a reviewer changes nothing")
        .isEqualTo(1);
  }

  private String branch() {
    return bench.factory().record().branch().orElseThrow();
  }

  private String toolResult(int request) {
    ReceivedRequest asked = bench.api().messageRequests().get(request);
    return asked.body().path("messages").findParents("tool_use_id").getFirst().toString();
  }

  private static TurnFacts factsOf(TurnRecord turn) {
    return Json.read(turn.report().orElseThrow(), TurnFacts.class);
  }

  private static void assertDelivered(RunDocument run) {
    assertThat(run.summary().reason().orElse("none")).startsWith("delivered: ");
    assertThat(run.summary().state()).isEqualTo("succeeded");
  }
}
