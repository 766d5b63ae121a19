package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.machine.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While one command works, others look, act and work at the same time. */
@Execution(ExecutionMode.CONCURRENT)
class TwoTerminalsIT {
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

  @ParameterizedTest
  @ValueSource(strings = {"hang", "ignore-interrupt", "slow"})
  void cancelEndsTheRunAndLeavesNoProcess(String how) {
    Live live =
        desk.misbehaving(how)
            .with("DROVER_REHEARSAL_PAUSE", "0.2")
            .with("DROVER_TURN_STOP_GRACE_MS", "500")
            .startPublishing(source.path());
    String run = live.run();
    live.awaitLine("▸ turn");
    List<ProcessHandle> agent = live.children();

    desk.drover("cancel", run).succeeded();

    Said ended = live.end().complained(1);
    assertThat(ended.err()).contains("cancelled at turn");
    assertThat(agent).noneMatch(Running::isRunning);
    JsonNode now = desk.show(run);
    assertThat(now.path("state").asText()).isEqualTo("cancelled");
    assertThat(now.path("turns").findValuesAsText("outcome")).containsExactly("cancelled");
    assertThat(source.agentBranches()).isEmpty();
  }

  @Test
  void aCancelledRunCanBeRetried() {
    Live live = desk.misbehaving("hang-once").startPublishing(source.path());
    String run = live.run();
    live.awaitLine("agent started");
    live.children();
    desk.drover("cancel", run).succeeded();
    live.end();

    Said again = desk.drover("retry", run, "--json").succeeded();

    assertThat(source.agentBranches()).containsExactly(again.text("branch"));
  }

  @Test
  void aSecondRunNeedNotWaitForTheFirst() {
    Live first = desk.misbehaving("hang").startPublishing(source.path());
    first.awaitLine("▸ turn");
    first.children();

    Said second = desk.misbehaving("").publish(source.path()).succeeded();

    assertThat(source.agentBranches()).containsExactly(second.text("branch"));
    first.interrupt();
    assertThat(first.end().status()).isEqualTo(130);
  }

  @Test
  void twoRunsAtOnceInOneRepositoryGetTwoBranches() {
    Live first = desk.startPublishing(source.path());
    Live second = desk.startPublishing(source.path());

    first.end().succeeded();
    second.end().succeeded();

    assertThat(source.agentBranches()).hasSize(2);
    source.agentBranches().forEach(branch -> assertThat(source.commitsOf(branch)).hasSize(2));
  }

  @Test
  void runsShowAndLogsAnswerWhileARunIsLive() {
    Live live = desk.misbehaving("hang").startPublishing(source.path());
    String run = live.run();
    live.awaitLine("▸ turn");

    assertThat(desk.drover("runs", "--state", "running", "--json").succeeded().json())
        .singleElement()
        .satisfies(one -> assertThat(one.path("id").asText()).isEqualTo(run));
    assertThat(desk.drover("show", run).succeeded().out()).contains("running");
    assertThat(desk.drover("logs", run).succeeded().out()).contains("▸ turn");
  }

  @Test
  void whatAnAgentDoesIsShownWhenItDoesItNotWithTheNextLine() {
    Live live = desk.misbehaving("hang").startPublishing(source.path());
    live.awaitLine("▸ turn");
    live.children();

    live.awaitLine("agent started", Duration.ofSeconds(10));
  }

  @Test
  void followedLogsEndWithTheRun() {
    Live live = desk.startPublishing(source.path());
    Live logs = desk.start("logs", live.run(), "-f");

    live.end().succeeded();

    assertThat(logs.end().succeeded().out()).contains("delivered");
  }
}
