package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import drover.machine.Running;
import drover.sandbox.NeedsSandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal agent tries to leave its sandbox and reports what it found. */
@NeedsSandbox
class EscapeIT {
  @TempDir private Path directory;
  private Desk desk;
  private Repository source;

  @BeforeEach
  void sitDown() {
    desk = new Desk(directory).misbehaving("escape");
    source = Repository.blog(directory.resolve("source"));
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @Test
  void everyAttemptIsHeld() throws IOException {
    Process outside = new ProcessBuilder("sleep", "1000").start();
    desk.with("DROVER_REHEARSAL_VICTIM", outside.pid())
        .with(
            "DROVER_REHEARSAL_TARGETS",
            String.join(
                ":",
                desk.home.resolve("ledger.db").toString(),
                source.path().resolve("README.md").toString(),
                source.path().resolve(".git/config").toString()));
    try {
      Said said = desk.publish(source.path()).succeeded();

      List<String> report =
          source.git("show", said.text("branch") + ":rehearsal-escape.txt").lines().toList();
      assertThat(report).hasSizeGreaterThan(15).allMatch(line -> line.startsWith("held  "));
    } finally {
      outside.destroyForcibly();
    }
  }

  @Test
  void nothingIsLeftBehind() {
    Said said = desk.publish(source.path()).succeeded();

    assertThat(Running.forRun(said.text("id"))).isEmpty();
  }

  @Test
  void withoutASandboxTheSameAgentGetsThrough() {
    Said said =
        desk.drover(
                "run",
                "publisher",
                "The topic",
                "--rehearse",
                "--no-sandbox",
                "--json",
                "--repo",
                source.path() + "")
            .succeeded();

    assertThat(source.git("show", said.text("branch") + ":rehearsal-escape.txt"))
        .as("otherwise the attempts would prove nothing")
        .contains("OPEN  read the environment of the factory");
  }
}
