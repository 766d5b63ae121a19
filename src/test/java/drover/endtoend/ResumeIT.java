package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

/** However a run was broken off, retry goes on where it was: nothing is done or delivered twice. */
@Execution(ExecutionMode.CONCURRENT)
class ResumeIT {
  private static final List<String> ALL_STEPS =
      List.of(
          "workspace:1 finished",
          "turn:1 finished",
          "verify:1 finished",
          "review:1 finished",
          "turn:2 finished",
          "verify:2 finished",
          "review:2 finished",
          "deliver:1 finished");

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

  @ParameterizedTest(name = "killed at \"{0}\"")
  @ValueSource(
      strings = {
        "▸ workspace",
        "▸ turn",
        "git commit",
        "✔ turn: implement",
        "▸ verify",
        "▸ review",
        "✔ turn: fix",
        "▸ deliver",
        "✔ deliver",
      })
  void aKilledFactoryIsResumedWithoutRepeatingAnything(String moment) {
    Live live = desk.startPublishing(source.path());
    String run = live.run();
    live.awaitLine(moment);
    live.kill();
    live.end();
    JsonNode before = desk.show(run);

    if (before.path("state").asText().equals("succeeded")) {
      desk.drover("retry", run).complained(1); // it was faster than the signal
    } else {
      desk.drover("retry", run, "--json").succeeded();
    }

    assertDeliveredOnce(run, before);
  }

  @Test
  void theAgentOfAKilledFactoryIsGoneAfterRetry() {
    Live live = desk.misbehaving("hang-once").startPublishing(source.path());
    String run = live.run();
    live.awaitLine("agent started");
    List<ProcessHandle> agent = live.children();
    live.kill();
    live.end();

    desk.drover("retry", run, "--json").succeeded();

    assertThat(agent).noneMatch(Running::isRunning);
    assertDeliveredOnce(run, desk.show(run));
  }

  @ParameterizedTest(name = "interrupted at \"{0}\" of an agent that is {1}")
  @org.junit.jupiter.params.provider.CsvSource({
    "agent started, hang-once",
    "small step 2, slow-once",
    "▸ verify,     ''",
    "review: round 1, ''",
  })
  void controlCParksTheRunAndRetryGoesOn(String moment, String how) {
    desk.misbehaving(how).with("DROVER_REHEARSAL_PAUSE", "0.1");
    Live live = desk.startPublishing(source.path());
    String run = live.run();
    live.awaitLine(moment);
    live.interrupt();

    Said said = live.end();

    assertThat(said.status()).isEqualTo(130);
    assertThat(said.err()).contains("./drover retry " + run).doesNotContain("Exception");
    JsonNode parked = desk.show(run);
    assertThat(parked.path("state").asText()).isEqualTo("waiting");
    assertThat(parked.path("waitingFor").asText()).isEqualTo("resume");
    desk.drover("retry", run, "--json").succeeded();
    assertDeliveredOnce(run, parked);
  }

  @Test
  void controlCSaysOneThing() {
    Live live = desk.misbehaving("slow").startPublishing(source.path());
    live.awaitLine("small step 2");
    live.interrupt();

    live.end().complained(130);
  }

  @Test
  void noAgentOutlivesControlC() {
    Live live = desk.misbehaving("hang").startPublishing(source.path());
    live.awaitLine("agent started");
    List<ProcessHandle> agent = live.children();
    live.interrupt();

    assertThat(live.end().status()).isEqualTo(130);
    assertThat(agent).noneMatch(Running::isRunning);
  }

  @Test
  void aRunThatSucceededIsNotRetried() {
    String run = desk.publish(source.path()).succeeded().text("id");

    assertThat(desk.drover("retry", run).complained(1).err()).contains("succeeded");
    assertThat(source.agentBranches()).hasSize(1);
  }

  @Test
  void aRunThatIsLiveIsNotRetriedByAnother() {
    Live live =
        desk.misbehaving("slow").with("DROVER_REHEARSAL_PAUSE", "1").startPublishing(source.path());
    String run = live.run();
    live.awaitLine("small step 1");

    assertThat(desk.drover("retry", run).complained(1).err()).contains("is being executed by");
  }

  private void assertDeliveredOnce(String run, JsonNode before) {
    JsonNode now = desk.show(run);
    Said document = new Said(0, now.toString(), "");
    assertThat(document.text("outcome")).isEqualTo("delivered");
    assertThat(document.steps()).isEqualTo(ALL_STEPS);
    assertThat(source.agentBranches()).containsExactly(document.text("branch"));
    assertThat(source.commitsOf(document.text("branch")))
        .containsExactly("rehearsal: draft the-topic", "rehearsal: name the sources");
    assertThat(source.head(document.text("branch"))).isEqualTo(document.text("headSha"));
    for (int i = 0; i < before.path("steps").size(); i++) {
      JsonNode step = before.path("steps").get(i);
      if (step.path("state").asText().equals("finished")) {
        assertThat(now.path("steps").get(i)).as("a finished step").isEqualTo(step);
      }
    }
  }
}
