package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A run in the foreground that must wait says for what and until when, and keeps waiting. */
@Execution(ExecutionMode.CONCURRENT)
class WaitsIT {
  private static final String TOKEN = "sk-ant-oat01-a-fake-token-of-the-command-line-tests";

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

  /** A usage limit that is met once, and holds for an hour. */
  private Live waiting() {
    Live live = desk.misbehaving("rate-limit-once").startPublishing(source.path());
    return live;
  }

  @Test
  void aUsageLimitIsWaitedForAndTheSameSessionGoesOn() {
    Said said =
        desk.misbehaving("rate-limit-once")
            .with("DROVER_REHEARSAL_RESETS_IN", "2")
            .publish(source.path());

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.err().lines())
        .singleElement()
        .asString()
        .contains("waits for usage-limit until ", "usage-limit: You've hit your 5-hour limit");
    assertThat(said.turns())
        .startsWith("implement usage-limited", "implement succeeded", "review succeeded");
    JsonNode turns = said.json().path("turns");
    assertThat(turns.get(1).path("sessionId")).isEqualTo(turns.get(0).path("sessionId"));
    assertThat(said.json().path("attempt").asInt()).isEqualTo(1);
  }

  @Test
  void aReviewWaitsToo() {
    Said said =
        desk.misbehaving("rate-limit-once:review")
            .with("DROVER_REHEARSAL_RESETS_IN", "2")
            .publish(source.path());

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.turns())
        .startsWith("implement succeeded", "review usage-limited", "review succeeded");
  }

  @Test
  void peopleSeeForWhatAndUntilWhen() {
    Live live = waiting();
    String run = live.run();

    assertThat(live.awaitLine("waiting for usage-limit until ")).contains("5-hour limit");
    assertThat(desk.drover("show", run).succeeded().out()).contains("for usage-limit until ");
    assertThat(desk.drover("runs").succeeded().out()).contains("(waits for usage-limit until ");
  }

  @Test
  void controlCLeavesItParked() {
    Live live = waiting();
    String run = live.run();
    live.awaitLine("waiting for usage-limit until ");
    live.interrupt();

    Said said = live.end().complained(130);

    assertThat(said.err()).contains("./drover retry " + run);
    JsonNode parked = desk.show(run);
    assertThat(parked.path("state").asText()).isEqualTo("waiting");
    assertThat(parked.path("waitingFor").asText()).isEqualTo("usage-limit");
    assertThat(parked.path("waitingUntil").asText()).isNotEmpty();
    assertThat(desk.drover("retry", run, "--json").succeeded().text("outcome"))
        .isEqualTo("delivered");
  }

  @Test
  void retryInAnotherTerminalGoesOnAtOnceAndTheFirstOneSeesTheEnd() {
    Live live = waiting();
    String run = live.run();
    live.awaitLine("waiting for usage-limit until ");

    desk.drover("retry", run, "--json").succeeded();

    assertThat(live.end().succeeded().out()).contains("delivered");
    assertThat(source.agentBranches()).hasSize(1);
  }

  @Test
  void cancelEndsAWaitingRunAndItsForegroundNotices() {
    Live live = waiting();
    String run = live.run();
    live.awaitLine("waiting for usage-limit until ");

    desk.drover("cancel", run).succeeded();

    assertThat(live.end().complained(1).err()).contains("cancelled: somebody asked for it");
  }

  @Test
  void aRefusedCredentialIsWaitedForUntilOneIsHandedOver() {
    Live live = desk.misbehaving("auth-once").startPublishing(source.path());
    String run = live.run();
    assertThat(live.awaitLine("waiting for credential: ")).contains("http-401: ");
    assertThat(desk.show(run).path("reason").asText())
        .contains("claude setup-token", "./drover credential set claude");

    desk.droverReading(TOKEN + "\n", "credential", "set", "claude").succeeded();

    assertThat(live.end().succeeded().out()).contains("delivered");
    assertThat(desk.drover("show", run, "--json").out()).doesNotContain(TOKEN);
  }

  @Test
  void anOverloadedModelIsAskedAgainLater() {
    Said said =
        desk.misbehaving("api-error-once")
            .with("DROVER_WAITS_OVERLOAD_FIRST_SECONDS", "1")
            .publish(source.path());

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.err()).contains("overloaded: ", "(wait 1 of 8)");
    assertThat(said.turns()).startsWith("implement failed", "implement succeeded");
  }

  @Test
  void butNotForEver() {
    Said said =
        desk.misbehaving("api-error")
            .with("DROVER_WAITS_OVERLOAD_FIRST_SECONDS", "1")
            .with("DROVER_WAITS_OVERLOAD_TRIES", "1")
            .publish(source.path());

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text("state")).isEqualTo("failed");
    assertThat(said.text("reason")).startsWith("overloaded: ");
    assertThat(said.turns()).containsExactly("implement failed", "implement failed");
  }
}
