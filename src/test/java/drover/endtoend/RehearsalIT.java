package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A rehearsal, from the command to the branch. */
@Execution(ExecutionMode.CONCURRENT)
class RehearsalIT {
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
  void jsonIsOneDocumentThatNamesTheBranchItsScoresAndItsCost() {
    Repository source = Repository.blog(directory.resolve("source"));

    Said said = desk.publish(source.path()).succeeded();

    assertThat(said.text("state")).isEqualTo("succeeded");
    assertThat(said.text("outcome")).isEqualTo("delivered");
    assertThat(said.text("stage")).isEqualTo("deliver");
    assertThat(said.text("branch")).matches("agent/publisher-[0-9]+");
    assertThat(said.json().path("costUsd").asDouble()).isZero();
    assertThat(said.json().path("reviews").findValuesAsText("passed"))
        .containsExactly("false", "true");
    assertThat(said.json().path("effects").findValuesAsText("state")).containsExactly("confirmed");
    assertThat(source.agentBranches()).containsExactly(said.text("branch"));
    assertThat(source.head(said.text("branch"))).isEqualTo(said.text("headSha"));
  }

  @Test
  void plainLinesSayThatItIsARehearsalAndWhereTheResultIs() {
    Said said = desk.drover(Desk.PUBLISH).succeeded();

    assertThat(said.out())
        .contains("rehearsal", "▸ verify", "review 1", "review 2", "agent/publisher-", "USD")
        .doesNotContain("\u001b", "\r");
  }

  @Test
  void theCommandItOffersToLookAtTheResultWorks() throws Exception {
    Repository source = Repository.blog(directory.resolve("a source"));
    Said said = desk.startPublishing(source.path()).end().succeeded();
    String look =
        said.out()
            .lines()
            .map(String::strip)
            .filter(l -> l.startsWith("look "))
            .findFirst()
            .orElseThrow();

    Process shell =
        new ProcessBuilder("sh", "-c", look.substring(4).strip())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("looked").toFile())
            .start();

    assertThat(shell.waitFor()).isZero();
    assertThat(Files.readString(directory.resolve("looked"))).contains("rehearsal: draft");
  }

  @Test
  void aSecondRehearsalGetsABranchOfItsOwn() {
    Repository source = Repository.blog(directory.resolve("source"));

    desk.publish(source.path()).succeeded();
    desk.publish(source.path()).succeeded();

    assertThat(source.agentBranches()).hasSize(2);
    assertThat(desk.drover("runs", "--json").succeeded().json()).hasSize(2);
  }

  @Test
  void theWorkspaceIsGoneAfterSuccessUnlessItIsToBeKept() {
    Said removed = desk.drover(with("--json")).succeeded();
    Said kept = desk.drover(with("--json", "--keep")).succeeded();

    assertThat(removed.json().path("workspace").isNull()).isTrue();
    assertThat(Path.of(kept.text("workspace")).resolve("posts")).isDirectory();
  }

  @Test
  void everyLineOfLogsIsADocument() {
    String run = desk.drover(with("--json")).succeeded().text("id");

    Said logs = desk.drover("logs", run, "--json").succeeded();

    assertThat(logs.out().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(new Said(0, line, "").text("run")).isEqualTo(run));
  }

  @Test
  void escapeCodesInAPromptNeverReachTheTerminal() {
    String evil = "red \u001b[31m title \u001b]0;owned\u0007 end";
    Said run = desk.drover("run", "publisher", evil, "--rehearse").succeeded();
    Said runs = desk.drover("runs").succeeded();

    assertThat(run.out() + runs.out()).doesNotContain("\u001b", "\u0007");
  }

  private static String[] with(String... more) {
    String[] all = java.util.Arrays.copyOf(Desk.PUBLISH, Desk.PUBLISH.length + more.length);
    System.arraycopy(more, 0, all, Desk.PUBLISH.length, more.length);
    return all;
  }
}
