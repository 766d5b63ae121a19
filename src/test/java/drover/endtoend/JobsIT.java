package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every job beside the publisher, rehearsed as a user does it: on its own sample repository. */
@Execution(ExecutionMode.CONCURRENT)
class JobsIT {
  @TempDir private Path directory;
  private Desk desk;

  @BeforeEach
  void sitDown() {
    desk = new Desk(directory);
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @Test
  void aJournalistDeliversAReportThatTheSiteBuilds() {
    Said said =
        desk.drover("run", "journalist", "What is new in Camel", "--rehearse", "--json")
            .succeeded();

    assertThat(said.text("outcome")).isEqualTo("delivered");
    assertThat(said.text("branch")).matches("agent/journalist-[0-9]+");
    assertThat(sample("journalist").git("ls-tree", "-r", "--name-only", said.text("branch")))
        .contains("posts/news-what-is-new-in-camel.md");
    assertThat(said.json().path("reviews").findValuesAsText("passed"))
        .containsExactly("false", "true");
  }

  @Test
  void aJournalistWithoutAnAssignmentIsToldWhatIsMissing() {
    assertThat(desk.drover("run", "journalist", "--rehearse").complained(2).err())
        .contains("the job journalist needs a prompt");
  }

  private Repository sample(String job) {
    return new Repository(desk.home.resolve("samples").resolve(job));
  }
}
