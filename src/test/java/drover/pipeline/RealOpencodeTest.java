package drover.pipeline;

import static drover.claude.ApiFailure.authRejected;
import static drover.claude.ScriptedStep.failure;
import static drover.claude.ScriptedStep.text;
import static drover.pipeline.OpencodeBench.bash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import drover.claude.Gate;
import drover.claude.NeedsRealClaudeCli;
import drover.claude.ReceivedRequest;
import drover.credential.StoredCredentials;
import drover.factory.Factory;
import drover.json.Json;
import drover.ledger.EventType;
import drover.ledger.TurnRecord;
import drover.machine.Running;
import drover.opencode.NeedsRealOpencode;
import drover.run.Act;
import drover.sandbox.NeedsSandbox;
import drover.task.Confinement;
import drover.turn.TurnFacts;
import drover.view.RunDocument;
import drover.view.RunDocument.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real opencode behind the contract of a turn: the same run, limits, waits and sandbox. */
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
  void aTurnIsStoppedAtTheCallThatCrossesItsBudgetAndNothingOfItIsLeft() {
    bench.factory().with("DROVER_LIMITS_COST_USD", "0.5");
    String endless =
        "touch '%1$s'; (setsid tail -f '%1$s' >/dev/null 2>&1 &); true"
            .formatted(folder.resolve("endless"));
    bench
        .says()
        .whenImplementing()
        .then(
            bench.post(),
            bench.commit("Half a post"),
            bash(endless).using(10_000, 60_000),
            bash("sleep 600"));

    RunDocument run = bench.publish(Confinement.NONE);

    assertThat(run.summary().outcome()).hasValue("over-budget");
    assertThat(run.summary().reason().orElseThrow()).startsWith("run-cost: ");
    Path kept = bench.factory().runDirectory().resolve("clean.git");
    assertThat(Blog.gitIn(kept, "log", "-1", "--format=%s", branch())).isEqualTo("Half a post");
    assertThat(Running.forRun(run.summary().id())).isEmpty();
  }

  @Test
  void itIsStoppedWhenItHasUsedUpItsTurns() {
    bench.factory().with("DROVER_JOBS_PUBLISHER_MAX_TURNS", "2");
    bench
        .says()
        .whenImplementing()
        .then(bash("true"), bash("true"), bash("sleep 600"), bash("sleep 600"));

    RunDocument run = bench.publish(Confinement.NONE);

    assertThat(run.summary().outcome()).hasValue("out-of-turns");
  }

  @Test
  void aRefusedKeyParksTheRunUntilAnotherOneComes() {
    bench
        .says()
        .whenImplementing()
        .then(failure(authRejected()))
        .thenNextTime(bench.post(), bench.commit("Add a post"), bench.report("", ""));
    bench.says().passing();

    RunDocument parked = bench.publish(Confinement.NONE);

    assertThat(parked.summary().reason().orElseThrow())
        .startsWith("http-401: ")
        .contains("./drover credential set opencode")
        .doesNotContain(OpencodeBench.KEY);
    assertThat(parked.summary().waitingFor()).hasValue("credential");
    var vigil = bench.factory().factory().vigil(bench.factory().record());
    assertThat(vigil.isDue()).as("with the same key").isFalse();

    new StoredCredentials(bench.factory().data()).store(StoredCredentials.OPENCODE, "another-key");

    assertThat(vigil.isDue()).isTrue();
    assertDelivered(bench.factory().goOn());
    assertThat(bench.api().messageRequests().get(1).header("x-api-key")).hasValue("another-key");
  }

  @Test
  void aTurnWhoseFactoryDiedGoesOnInTheSameSession() throws Exception {
    Gate middle = new Gate();
    bench
        .says()
        .whenImplementing()
        .then(bench.post(), bench.commit("Add a post"), bench.report("", "").behind(middle))
        .thenNextTime(bench.report("", ""));
    bench.says().passing();
    FactoryProcess first =
        FactoryProcess.drover(
            folder,
            bench.factory().environment(),
            "run",
            "publisher",
            "Write about crashes",
            "--runtime",
            "opencode",
            "--no-sandbox",
            "--keep",
            "--repo",
            bench.blog().directory().toString());
    middle.awaitReached();
    first.kill();
    Factory second = bench.factory().factory();
    String id =
        second.ledger().read().runs().list(Optional.empty(), Optional.empty(), 1).getFirst().id();

    second.retry(id, Optional.empty(), Act.of("somebody"));
    second.execute(id);

    assertDelivered(bench.factory().documentOf(id));
    List<TurnRecord> turns = second.ledger().read().turns().all(id);
    assertThat(turns)
        .extracting(TurnRecord::invocation, turn -> turn.outcome().orElse(""))
        .containsExactly(tuple(1, "lost"), tuple(2, "succeeded"), tuple(1, "succeeded"));
    assertThat(turns.get(0).session()).startsWith("ses_").isEqualTo(turns.get(1).session());
    assertThat(bench.api().messageRequests().get(3).body().path("messages").toString())
        .as("the conversation before the crash")
        .contains("A draft", "Add a post");
    assertThat(factsOf(turns.getFirst()).costUsd()).isCloseTo(2 * 0.0025, within(1e-9));
    middle.open();
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

  @Test
  void withoutItsProgramTheRunFailsWithItsMend() {
    bench.factory().with("DROVER_OPENCODE_COMMAND", "/nonexistent/opencode");

    RunDocument run = bench.publish(Confinement.NONE);

    assertThat(run.summary().reason().orElseThrow())
        .startsWith("agent-missing: /nonexistent/opencode")
        .contains("set drover.opencode.command");
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
