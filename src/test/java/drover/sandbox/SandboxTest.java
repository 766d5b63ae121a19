package drover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.SandboxSettings;
import drover.machine.CommandResult;
import drover.sandbox.SandboxBench.Starter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sandbox gives to a program; started by root and by an ordinary user. */
@NeedsSandbox
@Timeout(120)
class SandboxTest {
  private Path folder;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    folder = directory;
  }

  @ParameterizedTest
  @EnumSource
  void itsWorkspaceAndItsHomeAreItsOwn(Starter starter) throws IOException {
    SandboxBench bench = SandboxBench.in(folder, starter);

    CommandResult result =
        bench.run(
            "echo work > made.md && echo kept > $HOME/kept && echo x > /tmp/x && pwd && id -u"
                + " && stat -c %U . && echo $HOME");

    assertThat(result.output().lines())
        .containsExactly("/workspace", "1000", "agent", "/home/agent");
    assertThat(bench.workspace.resolve("made.md")).hasContent("work");
    assertThat(bench.home.resolve("kept")).hasContent("kept");
    assertThat(bench.run("cat $HOME/kept; ls -A /tmp").output()).isEqualTo("kept\n");
  }

  @ParameterizedTest
  @EnumSource
  void memoryProcessesAndFilesAreLimited(Starter starter) throws IOException {
    SandboxBench bench = SandboxBench.in(folder, starter);
    SandboxSettings tight = new SandboxSettings(List.of(), 256L << 20, 40, 1L << 20, 16L << 20);

    assertThat(limited(bench, tight, "head -c 1000000000 /dev/zero | tail -c 999999999 | wc -c"))
        .as("memory of one process")
        .doesNotContain("999999999");
    assertThat(limited(bench, tight, "head -c 5000000 /dev/zero > big; stat -c %s big"))
        .as("size of a file")
        .contains("1048576");
    assertThat(limited(bench, tight, "i=0; while [ $i -lt 100 ]; do sleep 5 & i=$((i+1)); done"))
        .as("number of processes")
        .contains("Cannot fork");
    assertThat(
            limited(
                bench,
                tight,
                "for d in /tmp /dev/shm /var/tmp; do for i in 1 2 3 4 5 6 7 8"
                    + " 9 10 11 12 13 14 15 16 17; do head -c 1000000 /dev/zero > $d/$i || echo full $d; done; done"))
        .as("temporary files")
        .contains("full /tmp", "full /dev/shm", "full /var/tmp");
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatIsShownIsSeen(Starter starter) throws IOException {
    SandboxBench bench = SandboxBench.in(folder, starter);
    Path shown =
        Files.writeString(Files.createDirectories(folder.resolve("kit")).resolve("a"), "a");
    Files.writeString(folder.resolve("hidden"), "b");

    CommandResult result =
        bench.run(
            room -> room.showing(List.of(Mount.asItIs(shown.getParent()))),
            "cat %s; echo x >> %s; ls -A %s".formatted(shown, shown, folder));

    assertThat(result.output()).startsWith("a").contains("cannot create").endsWith("kit\n");
    assertThat(shown).hasContent("a");
  }

  @ParameterizedTest
  @EnumSource
  void nothingStartsWhenTheCanaryDoesNotSing(Starter starter) throws IOException {
    SandboxBench bench = SandboxBench.in(folder, starter);

    assertThat(bench.run(room -> room.onlyIf("/bin/true"), "echo started").output())
        .isEqualTo("started\n");
    CommandResult refused = bench.run(room -> room.onlyIf("/bin/false"), "echo started");
    assertThat(refused.exitCode()).isEqualTo(97);
    assertThat(refused.output()).contains("guardrails").doesNotContain("started");
  }

  @ParameterizedTest
  @EnumSource
  void theProgramItselfIsFoundBehindWhatShutsItIn(Starter starter) throws Exception {
    SandboxBench bench = SandboxBench.in(folder, starter);
    Sandbox.Cell cell = bench.cell(bench.room(), SandboxBench.usual());
    Process started =
        new ProcessBuilder(
                bench.command(
                    cell,
                    "trap 'echo interrupted; exit 7' INT; echo up; while :; do sleep 0.1; done"))
            .directory(Path.of("/").toFile())
            .start();
    var output = started.inputReader();
    assertThat(output.readLine()).isEqualTo("up");

    new ProcessBuilder("kill", "-INT", Long.toString(cell.programOf(started.toHandle()).pid()))
        .start()
        .waitFor();

    assertThat(output.readLine()).isEqualTo("interrupted");
    assertThat(started.waitFor()).as("its exit status").isEqualTo(7);
  }

  private static String limited(SandboxBench bench, SandboxSettings settings, String script) {
    return bench.run(bench.room(), settings, script + " 2>&1").output();
  }
}
