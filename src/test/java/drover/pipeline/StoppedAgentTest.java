package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.executor.LiveTurn;
import drover.executor.LocalExecutor;
import drover.ledger.TurnRecord;
import drover.machine.Running;
import drover.run.RunStopped;
import drover.run.StopSignal.Reason;
import drover.turn.RehearsalCommand;
import drover.turn.TurnFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent that has to stop is asked politely, then less so, and leaves nothing behind. */
@Timeout(60)
class StoppedAgentTest {
  private static final Duration NO_HURRY = Duration.ofMinutes(1);
  private static final Duration IN_A_HURRY = Duration.ofMillis(100);
  private static final String WAIT = "while :; do sleep 1000 & echo pid $!; wait; done";

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
  void anAgentThatHearsTheInterruptIsNotAskedTwice() {
    Stopped stopped =
        stop("trap 'echo heard INT; exit 0' INT; trap 'echo heard TERM' TERM; " + WAIT, NO_HURRY);

    assertThat(stopped.lines()).containsExactly("heard INT");
  }

  @Test
  void oneThatIgnoresTheInterruptIsTerminated() {
    Stopped stopped =
        stop("trap '' INT; trap 'echo heard TERM; exit 143' TERM; " + WAIT, IN_A_HURRY);

    assertThat(stopped.lines()).containsExactly("heard TERM");
  }

  @Test
  void oneThatIgnoresEverythingIsKilledWithAllItStarted() {
    Stopped stopped = stop("trap '' INT TERM; " + WAIT, IN_A_HURRY);

    assertThat(Running.isRunning(stopped.child())).isFalse();
    assertThat(stopped.lines()).isEmpty();
  }

  @Test
  void theRehearsalAgentThatIgnoresInterruptsIsKilled() {
    var agent =
        new RehearsalCommand(
            Blog.INSTALLATION.resolve("runtime-image/rehearsal/agent"),
            Map.of(
                "PATH",
                System.getenv("PATH"),
                "DROVER_REHEARSAL_MISBEHAVE",
                "ignore-interrupt",
                "DROVER_REHEARSAL_PAUSE",
                "0.05"));
    LocalExecutor executor = bench.executor(agent, IN_A_HURRY);
    LiveTurn live = executor.start(bench.beans().run, bench.work());
    assertThat(AgentBench.text(live.lines().next())).contains("\"init\"");
    live.lines().next(); // what it says after that it says with its ears shut

    bench.beans().run.stop().request(Reason.CANCELLED);
    List<String> heard = AgentBench.drain(live);

    assertThat(String.join("", heard)).doesNotContain("\"type\":\"result\"");
    assertThatThrownBy(() -> executor.end(live)).isInstanceOf(RunStopped.class);
    executor.release(live);
    assertThat(outcomes()).containsExactly("cancelled");
  }

  @Test
  void theOutputIsOverWhenNobodyIsLeftWhoCouldWriteIt() {
    LiveTurn live = bench.start("sleep 1000 & echo pid $!");
    ProcessHandle child = childIn(AgentBench.text(live.lines().next()));

    AgentBench.drain(live);

    assertThat(Running.isRunning(child)).as("a child whose parent is gone").isFalse();
  }

  @Test
  void whatAnAgentLeavesRunningIsKilledAlsoWhenNobodyReadsItsOutputToTheEnd() {
    LiveTurn live = bench.start("sleep 1000 & echo pid $!");
    ProcessHandle child = childIn(AgentBench.text(live.lines().next()));

    bench.executor(new ScriptedAgent(""), NO_HURRY).release(live);

    assertThat(Running.isRunning(child)).isFalse();
  }

  @Test
  void aChildInASessionOfItsOwnDoesNotEscape() {
    LiveTurn live = bench.start("setsid sh -c 'echo pid $$; exec sleep 1000' & wait");
    ProcessHandle child = childIn(AgentBench.text(live.lines().next()));

    bench.executor(new ScriptedAgent(""), NO_HURRY).release(live);

    assertThat(Running.isRunning(child)).isFalse();
  }

  @Test
  void anInterruptedTurnIsLostSoThatItGoesOnAsTheNextInvocation() {
    stop("trap 'echo heard INT; exit 0' INT; " + WAIT, NO_HURRY);

    assertThat(outcomes()).as("exit 0 after SIGINT is no success").containsExactly("lost");

    LiveTurn next = bench.start("echo \"$1\"");
    assertThat(next.record().invocation()).isEqualTo(2);
    assertThat(next.record().session()).isEqualTo(turns().getFirst().session());
    AgentBench.drain(next);
  }

  @Test
  void aTurnThatHasEndedIsNotStartedAgain() {
    LocalExecutor executor = bench.executor(new ScriptedAgent(RESULT), NO_HURRY);
    LiveTurn first = executor.start(bench.beans().run, bench.work());
    bench.follow(first);
    TurnFacts facts = executor.end(first);
    executor.release(first);

    LiveTurn again = executor.start(bench.beans().run, bench.work());

    assertThat(again.lines()).isExhausted();
    assertThat(executor.end(again)).isEqualTo(facts);
    assertThat(facts.outcome()).isEqualTo("succeeded");
    assertThat(turns()).hasSize(1);
  }

  static final String RESULT =
      "echo '{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"session_id\":\"s\","
          + "\"num_turns\":1,\"total_cost_usd\":0.5,\"result\":\"done\",\"uuid\":\"u1\"}'";

  private record Stopped(ProcessHandle child, List<String> lines) {}

  /** Starts a script, waits until it is up, stops it, and follows it to its end. */
  private Stopped stop(String script, Duration grace) {
    LocalExecutor executor = bench.executor(new ScriptedAgent(script), grace);
    LiveTurn live = executor.start(bench.beans().run, bench.work());
    ProcessHandle child = childIn(AgentBench.text(live.lines().next()));
    bench.beans().run.stop().request(Reason.INTERRUPTED);
    List<String> lines = AgentBench.drain(live);
    assertThatThrownBy(() -> executor.end(live)).isInstanceOf(RunStopped.class);
    executor.release(live);
    return new Stopped(
        child, lines.stream().filter(line -> line.startsWith("heard")).distinct().toList());
  }

  private static ProcessHandle childIn(String line) {
    assertThat(line).startsWith("pid ");
    return ProcessHandle.of(Long.parseLong(line.substring("pid ".length()))).orElseThrow();
  }

  private List<TurnRecord> turns() {
    return bench.beans().ledger.read().turns().all(bench.beans().run.id());
  }

  private List<String> outcomes() {
    return turns().stream().map(turn -> turn.outcome().orElse("none")).toList();
  }
}
