package drover.pipeline;

import static drover.claude.ApiFailure.authRejected;
import static drover.claude.ScriptedStep.failure;
import static drover.pipeline.OpencodeBench.bash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import drover.claude.Gate;
import drover.claude.NeedsRealClaudeCli;
import drover.credential.StoredCredentials;
import drover.factory.Factory;
import drover.json.Json;
import drover.ledger.TurnRecord;
import drover.machine.Running;
import drover.opencode.NeedsRealOpencode;
import drover.run.Act;
import drover.task.Confinement;
import drover.turn.TurnFacts;
import drover.view.RunDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a turn of the real opencode ends that is stopped, refused, killed or never begins. */
@NeedsRealOpencode
@NeedsRealClaudeCli
@Timeout(180)
class RealOpencodeEndingsTest {
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

  private static TurnFacts factsOf(TurnRecord turn) {
    return Json.read(turn.report().orElseThrow(), TurnFacts.class);
  }

  private static void assertDelivered(RunDocument run) {
    assertThat(run.summary().reason().orElse("none")).startsWith("delivered: ");
    assertThat(run.summary().state()).isEqualTo("succeeded");
  }
}
