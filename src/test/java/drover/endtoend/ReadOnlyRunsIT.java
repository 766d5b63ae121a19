package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import drover.sandbox.NeedsSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs that change nothing: what the agent reports is the result. */
@Execution(ExecutionMode.CONCURRENT)
class ReadOnlyRunsIT {
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
  void whoMayChangeNothingReportsAndTheReportIsTheResult() throws Exception {
    Repository source = Repository.blog(directory.resolve("source"));
    var before = source.everything();

    Said said = look(source).succeeded();

    assertThat(said.text("outcome")).isEqualTo("reported");
    assertThat(said.json().path("branch").isNull()).isTrue();
    assertThat(said.json().path("effects")).isEmpty();
    assertThat(said.steps())
        .containsExactly("workspace:1 finished", "turn:1 finished", "report:1 finished");
    assertThat(said.json().path("report").path("text").asText()).contains("looked into");
    assertThat(Path.of(said.json().path("report").path("artifact").asText()))
        .hasContent(said.json().path("report").path("text").asText());
    assertThat(source.everything()).isEqualTo(before);
    assertThat(desk.drover("show", said.text("id")).succeeded().out())
        .contains("report", "looked into");
  }

  @Test
  @NeedsSandbox
  void twoWhoReadTheSameCommitShareACheckoutThatNeitherCanWriteTo() {
    Repository source = Repository.blog(directory.resolve("source"));

    Said first = look(source).succeeded();
    Said second = look(source).succeeded();

    assertThat(first.json().path("report").path("text").asText())
        .contains("could not be written to");
    assertThat(second.text("workspace"))
        .isEqualTo(first.text("workspace"))
        .startsWith(desk.home.resolve("shared").toString());
  }

  @Test
  void withoutASandboxWhoReadsGetsACopyOfItsOwn() {
    Repository source = Repository.blog(directory.resolve("source"));

    Said said = look(source, "--no-sandbox", "--keep").succeeded();

    assertThat(said.text("workspace")).isEqualTo(runs(said).resolve("workspace").toString());
    assertThat(source.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void whoReportedIsToldWhatElseIsWantedAndReportsAgain() {
    Repository source = Repository.blog(directory.resolve("source"));
    String run = look(source).succeeded().text("id");

    desk.drover("tell", run, "Look at the layouts as well").succeeded();

    assertThat(desk.show(run).path("report").path("text").asText())
        .contains("Look at the layouts as well");
  }

  @Test
  void aJobThatIsToChangeSomethingCannotBeAskedToChangeNothing() {
    assertThat(
            desk.drover("run", "publisher", "The topic", "--read-only", "--rehearse")
                .complained(2)
                .err())
        .contains("the job publisher has no parameter read-only");
  }

  private Said look(Repository source, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("run", "agent", "What is here?", "--param", "agent=analyst", "--read-only"));
    words.addAll(List.of("--rehearse", "--json", "--repo", source.path().toString()));
    words.addAll(List.of(more));
    return desk.drover(words.toArray(String[]::new));
  }

  private Path runs(Said said) {
    return desk.home.resolve("runs").resolve(said.text("id"));
  }
}
