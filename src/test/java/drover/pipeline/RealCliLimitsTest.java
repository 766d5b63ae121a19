package drover.pipeline;

import static drover.claude.ScriptedStep.bash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.claude.NeedsRealClaudeCli;
import drover.json.Json;
import drover.ledger.EventType;
import drover.machine.Running;
import drover.run.Act;
import drover.run.NotRunnable;
import drover.view.RunDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real CLI at a limit: stopped, nothing of it left, and what it did is kept. */
@NeedsRealClaudeCli
class RealCliLimitsTest {
  @TempDir private Path folder;
  private RealCliBench bench;

  @BeforeEach
  void prepare() throws IOException {
    bench = RealCliBench.in(folder);
  }

  @AfterEach
  void nothingUnexpectedWasAsked() {
    bench.close();
  }

  @Test
  void aTurnIsStoppedAtTheCallThatCrossesItsBudgetAndItsWorkIsKept() {
    bench.factory().with("DROVER_LIMITS_COST_USD", "0.5");
    PublisherScript says = bench.says();
    says.whenImplementing()
        .then(
            says.write("A draft"),
            says.commit("Half a post"),
            bash(endless("budget")).using(10_000, 60_000),
            bash("echo never").using(10_000, 60_000));

    RunDocument run = bench.publish("Write");

    assertThat(run.summary().reason().orElseThrow())
        .startsWith("run-cost: the run has cost ")
        .contains(" of 0.5000 USD, ", "over (cost-usd)");
    assertThat(run.summary().outcome()).hasValue("over-budget");
    assertThat(run.summary().costUsd()).as("one call of the model over").isBetween(0.6, 0.7);
    assertThat(bench.api().messageRequests()).hasSize(3);
    Path kept = bench.factory().runDirectory().resolve("clean.git");
    assertThat(Blog.gitIn(kept, "log", "-1", "--format=%s", bench.branch()))
        .isEqualTo("Half a post");
    assertThat(overshoots()).isNotEmpty().allSatisfy(usd -> assertThat(usd).isBetween(0.1, 0.2));
    assertNothingRuns(folder.resolve("budget").toString());
    assertThatThrownBy(
            () ->
                bench
                    .factory()
                    .factory()
                    .retry(run.summary().id(), Optional.empty(), Act.of("somebody")))
        .isInstanceOf(NotRunnable.class)
        .hasMessageContaining("raise drover.limits.cost-usd");
  }

  @ParameterizedTest(name = "stopped with {0} ms between SIGINT, SIGTERM and SIGKILL")
  @ValueSource(strings = {"700", "0"})
  void nothingIsLeftOfATurnThatIsOutOfTimeThoughItsChildHasASessionOfItsOwn(String grace) {
    bench
        .factory()
        .with("DROVER_TURN_STOP_GRACE_MS", grace)
        .with("DROVER_JOBS_PUBLISHER_LIMITS_TURN_SECONDS", "4");
    bench.says().whenImplementing().then(bash(endless("time-" + grace)));

    RunDocument run = bench.publish("Write");

    assertThat(run.summary().reason().orElseThrow())
        .startsWith("turn-time: the turn has taken ")
        .contains(" of 4 s, ");
    assertThat(run.summary().outcome()).hasValue("out-of-time");
    assertThat(run.turns())
        .singleElement()
        .satisfies(turn -> assertThat(turn.outcome()).hasValue("out-of-time"));
    assertNothingRuns(folder.resolve("time-" + grace).toString());
  }

  /**
   * A command that never ends, and before that one that nobody is the parent of any more, in a
   * session of its own: neither the tree of the agent nor its process group leads there.
   */
  private String endless(String file) {
    return "touch '%1$s'; (setsid tail -f '%1$s' >'%1$s.out' 2>&1 &); tail -f '%1$s'"
        .formatted(folder.resolve(file));
  }

  private List<Double> overshoots() {
    return bench.factory().events().stream()
        .filter(event -> event.type() == EventType.LIMIT)
        .map(event -> Json.tree(event.json()).path("overshoot").asDouble())
        .filter(usd -> usd > 0)
        .toList();
  }

  private static void assertNothingRuns(String command) {
    assertThat(
            ProcessHandle.allProcesses()
                .filter(Running::isRunning)
                .filter(process -> commandLine(process).contains(command)))
        .as("processes with " + command)
        .isEmpty();
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }
}
