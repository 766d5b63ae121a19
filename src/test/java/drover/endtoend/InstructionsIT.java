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

/** What a person tells an agent after its task. */
@Execution(ExecutionMode.CONCURRENT)
class InstructionsIT {
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

  @Test
  void aRunThatHasDeliveredGoesOnWithWhatItIsToldAndMovesItsBranchOn() {
    Said first = desk.publish(source.path()).succeeded();
    String run = first.text("id");

    Said told = desk.drover("tell", run, "Name the price", "--json").succeeded();

    assertThat(told.turns()).contains("heed succeeded");
    assertThat(told.steps()).contains("instruction:1 finished", "deliver:1 finished");
    assertThat(told.text("headSha")).isNotEqualTo(first.text("headSha"));
    assertThat(told.json().path("turns").findValuesAsText("sessionId").getFirst())
        .isEqualTo(session(told, "heed"));
    assertThat(source.agentBranches()).containsExactly(told.text("branch"));
    assertThat(source.git("show", told.text("branch") + ":posts/the-topic.md"))
        .contains("Name the price");
  }

  @Test
  void whatIsToldWhileTheAgentWorksIsDoneBeforeAnythingIsDelivered() {
    Live live = desk.with("DROVER_REHEARSAL_PAUSE", "0.3").startPublishing(source.path());
    String run = live.run();
    live.awaitLine("agent started");

    Said told = desk.drover("tell", run, "Name the price").succeeded();

    assertThat(told.out()).contains("goes on in process");
    live.end().succeeded();
    JsonNode shown = desk.show(run);
    assertThat(shown.path("state").asText()).isEqualTo("succeeded");
    assertThat(source.git("show", shown.path("branch").asText() + ":posts/the-topic.md"))
        .contains("Name the price");
  }

  @Test
  void aQuestionIsWaitedForAndItsAnswerIsHeard() {
    Live live = desk.misbehaving("ask-once").startPublishing(source.path());
    String run = live.run();
    live.awaitLine("waiting for answer");
    assertThat(desk.show(run).path("waitingFor").asText()).isEqualTo("answer");

    desk.drover("answer", run, "Yes, twelve").succeeded();

    live.end().succeeded();
    JsonNode shown = desk.show(run);
    assertThat(shown.path("state").asText()).isEqualTo("succeeded");
    assertThat(source.git("show", shown.path("branch").asText() + ":posts/the-topic.md"))
        .contains("Yes, twelve");
  }

  @Test
  void whoAskedNothingIsAnsweredNothing() {
    String run = desk.publish(source.path()).succeeded().text("id");

    assertThat(desk.drover("answer", run, "Yes").complained(1).err()).contains("asked nothing");
    desk.drover("tell", run, "  ").complained(2);
    assertThat(desk.drover("tell", "rnothing", "x").complained(1).err()).contains("rnothing");
  }

  private static String session(Said run, String purpose) {
    for (JsonNode turn : run.json().path("turns")) {
      if (turn.path("name").asText().equals(purpose)) {
        return turn.path("sessionId").asText();
      }
    }
    throw new AssertionError("no turn " + purpose);
  }
}
