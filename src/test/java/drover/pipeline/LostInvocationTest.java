package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drover.executor.LiveTurn;
import drover.ledger.RunState;
import drover.ledger.TurnRecord;
import drover.machine.Running;
import drover.run.Act;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An invocation whose factory died before it wrote down how it ended. */
@Timeout(60)
class LostInvocationTest {
  private static final String MESSAGE =
      "echo '{\"type\":\"assistant\",\"session_id\":\"s\",\"message\":{\"id\":\"m1\","
          + "\"model\":\"claude-sonnet-5-5\",\"content\":[],"
          + "\"usage\":{\"input_tokens\":100000,\"output_tokens\":1000}}}'; ";

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
  void whatTheDeadFactoryHadNotReadIsPaidFor() {
    lose(MESSAGE + "printf '{\"type\":\"assist'; kill -9 $$");

    AgentBench.drain(bench.start("echo begun"));

    TurnRecord lost = turns().getFirst();
    assertThat(lost.outcome()).hasValue("lost");
    assertThat(bench.beans().ledger.read().spend().ofInvocation(lost.run(), 1, 1))
        .isCloseTo(100_000 * 2 / 1e6 + 1_000 * 10 / 1e6, within(1e-9));
  }

  @Test
  void whatWasPaidBeforeTheDeathIsNotPaidTwice() {
    bench.follow(bench.start(MESSAGE));

    AgentBench.drain(bench.start("echo begun"));

    assertThat(bench.beans().ledger.read().spend().ofRun(bench.beans().run.id()))
        .isCloseTo(100_000 * 2 / 1e6 + 1_000 * 10 / 1e6, within(1e-9));
  }

  @Test
  void aTurnThatHadSucceededIsBelievedAndNotStartedAgain() {
    lose(StoppedAgentTest.RESULT);

    LiveTurn again = bench.start("echo begun");

    assertThat(again.lines()).isExhausted();
    assertThat(turns()).extracting(turn -> turn.outcome().orElse("")).containsExactly("succeeded");
  }

  @Test
  void theSessionGoesOnOnlyWhereTheAgentHadBegunIt() throws IOException {
    lose("echo \"$1\"");
    List<String> unknown = lose("echo \"$1\"");
    Path sessions = bench.beans().run.directory().resolve("home/.claude/projects/-workspace");
    Files.createDirectories(sessions);
    Files.writeString(sessions.resolve(turns().getFirst().session() + ".jsonl"), "{}\n");

    List<String> known = lose("echo \"$1\"");

    assertThat(unknown).containsExactly("NEW");
    assertThat(known).containsExactly("RESUMED");
    assertThat(turns()).extracting(TurnRecord::session).containsOnly(turns().getFirst().session());
  }

  @Test
  void whatIsLeftOfItIsKilledBeforeTheNextOneBegins() {
    LiveTurn lost = bench.start("setsid sleep 1000 & echo pid $!; exit 1");
    String pid = AgentBench.text(lost.lines().next()).substring("pid ".length());
    ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();

    LiveTurn next = bench.start("echo begun");

    assertThat(Running.isRunning(child)).as("a child of the agent that is gone").isFalse();
    assertThat(next.record().invocation()).isEqualTo(2);
    AgentBench.drain(next);
  }

  @Test
  void whoCancelsARunWhoseFactoryDiedStopsItsAgentAndPaysForIt() {
    LiveTurn lost = bench.start("setsid sleep 1000 & echo pid $!; " + MESSAGE + "wait");
    String pid = AgentBench.text(lost.lines().next()).substring("pid ".length());
    AgentBench.text(lost.lines().next()); // the message is on the disk, and in no ledger
    ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();

    var cancelled = bench.cancellation().cancel(lost.record().run(), Act.of("somebody"));

    assertThat(cancelled.state()).isEqualTo(RunState.CANCELLED);
    assertThat(Running.isRunning(child)).as("a child of the agent").isFalse();
    assertThat(turns()).extracting(turn -> turn.outcome().orElse("")).containsExactly("lost");
    assertThat(bench.beans().ledger.read().spend().ofRun(lost.record().run()))
        .isCloseTo(100_000 * 2 / 1e6 + 1_000 * 10 / 1e6, within(1e-9));
  }

  /** Lets an agent run to its end, which nobody records. */
  private List<String> lose(String script) {
    return AgentBench.drain(bench.start(script));
  }

  private List<TurnRecord> turns() {
    return bench.beans().ledger.read().turns().all(bench.beans().run.id());
  }
}
