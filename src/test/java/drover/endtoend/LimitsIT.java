package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import drover.machine.Running;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that meets a limit ends, says which one and by how much, and can go on when it is raised.
 */
@Execution(ExecutionMode.CONCURRENT)
class LimitsIT {
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

  private Said overBudget() {
    return desk.misbehaving("spend-once")
        .with("DROVER_REHEARSAL_PAUSE", "0.3")
        .with("DROVER_LIMITS_COST_USD", "0.35")
        .publish(source.path())
        .complained(1);
  }

  @Test
  void aRunThatCostsTooMuchIsStopped() {
    Said said = overBudget();

    assertThat(said.text("outcome")).isEqualTo("over-budget");
    assertThat(said.text("reason"))
        .matches(
            "run-cost: the run has cost 0\\.\\d+ USD of 0.3500 USD, 0\\.\\d+ USD over \\(cost-usd\\)");
    // one message is 0.10 USD and the pause between two short: a busy machine sees it a little
    // later
    assertThat(said.json().path("costUsd").asDouble()).isBetween(0.4, 1.0);
    assertThat(said.turns()).containsExactly("implement over-budget");
    assertThat(said.err()).contains("failed at turn: run-cost: ", " of 0.3500 USD, ");
    assertThat(source.agentBranches()).isEmpty();
  }

  @Test
  void theAgentWasAskedToComeToItsEndBefore() {
    String run = overBudget().text("id");

    assertThat(desk.drover("logs", run).succeeded().out())
        .contains(
            "the agent is asked to come to its end: the run has cost 0.3000 USD of 0.3500 USD")
        .contains("limit reached, the agent is stopped");
    assertThat(desk.home.resolve("runs/" + run + "/control/wrap-up.json"))
        .content()
        .contains("\"hookEventName\":\"PostToolUse\"");
  }

  @Test
  void aRetryIsRefusedUntilTheLimitIsRaised() {
    String run = overBudget().text("id");

    Said refused = desk.drover("retry", run).complained(1);
    assertThat(refused.err()).contains("would end at once", "raise drover.limits.cost-usd");
    assertThat(desk.show(run).path("attempt").asInt()).isEqualTo(1);

    Said again =
        desk.with("DROVER_LIMITS_COST_USD", "5").drover("retry", run, "--json").succeeded();
    assertThat(again.json().path("costUsd").asDouble()).as("both attempts").isGreaterThan(0.3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "ignore-interrupt"})
  void aTurnThatTakesTooLongIsStoppedHoweverRudeItsAgent(String how) {
    Live live =
        desk.misbehaving(how)
            .with("DROVER_REHEARSAL_PAUSE", "0.2")
            .with("DROVER_JOBS_PUBLISHER_LIMITS_TURN_SECONDS", "3")
            .startPublishing(source.path());
    live.awaitLine("▸ turn");
    List<ProcessHandle> agent = live.children();

    Said said = live.end().complained(1);

    assertThat(said.err()).contains("turn-time: the turn has taken ", " of 3 s, ");
    assertThat(agent).noneMatch(Running::isRunning);
  }

  @Test
  void zeroIsRefusedForItCouldBeTakenForUnlimited() {
    Said said = desk.with("DROVER_LIMITS_COST_USD", "0").publish(source.path()).complained(2);

    assertThat(said.err()).contains("DROVER_LIMITS_COST_USD is 0, needs a number from 0.01 to");
  }
}
