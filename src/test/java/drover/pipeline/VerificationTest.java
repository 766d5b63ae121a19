package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.json.Json;
import drover.machine.Running;
import drover.run.RunStopped;
import drover.run.StopSignal.Reason;
import drover.verify.Check;
import drover.verify.Check.State;
import drover.verify.RenderCheck;
import drover.verify.Verification;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A commit is checked without the agent that made it. */
@Timeout(60)
class VerificationTest {
  private static final String USUAL = "tail-lines: 100";

  private BeanBench bench;
  private Workspace workspace;
  private Path folder;

  @BeforeEach
  void prepare(@TempDir Path directory) throws IOException {
    folder = directory;
    bench = BeanBench.in(folder);
    workspace = bench.workspaces.prepare(bench.run);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void onlyWhatIsCommittedIsSeen() {
    String sha = bench.receive(workspace, "posts/committed.md", "committed\n");
    bench.write(workspace, "posts/forgotten.md", "not committed\n");
    bench.write(workspace, "posts/committed.md", "changed afterwards\n");

    Verified verified = verify(sha, "ls posts; cat posts/committed.md; exit 1");

    assertThat(verified.commit()).isEqualTo(sha);
    assertThat(verified.getFailure()).isEqualTo("exit 1\ncommitted.md\nhello.md\ncommitted");
  }

  @Test
  void anEarlierCommitThanTheLatestCanBeChecked() {
    String first = bench.receive(workspace, "posts/a.md", "first\n");
    bench.receive(workspace, "posts/a.md", "second\n");

    assertThat(verify(first, "grep -q first posts/a.md").passed()).isTrue();
  }

  @Test
  void whatACheckFindsInItsEnvironmentIsNoSecret() {
    Verified verified = verify(bench.receive(workspace, "a", "a"), "env; exit 1");

    assertThat(verified.getFailure()).doesNotContain(BeanBench.SECRET);
    assertThat(
            verified
                .getFailure()
                .lines()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(0, line.indexOf('='))))
        .isSubsetOf(
            "PATH",
            "HOME",
            "CI",
            "LANG",
            "TZ",
            "JAVA_HOME",
            "PWD",
            "GIT_CONFIG_NOSYSTEM",
            "GIT_SSH_COMMAND",
            "OLDPWD",
            "DROVER_RUN",
            "TMPDIR",
            "SHLVL",
            "_")
        .contains("PATH", "HOME", "CI");
  }

  @Test
  void aCheckDoesNotGoAwayBecauseTheAgentRemovedWhatItNeeds() {
    Blog.gitIn(workspace.directory(), "rm", "-q", "bin/build");
    String sha = bench.receive(workspace, "a", "a");

    Verified verified = verify(sha, List.of(onlyIf("bin/build", "./bin/build")), USUAL);

    assertThat(verified.passed()).isFalse();
    assertThat(verified.getFailedCheck()).isEqualTo("first");
  }

  @Test
  void aCheckThatTheBaseDoesNotHaveIsSkippedAlsoWhenTheAgentBringsIt() {
    String sha = bench.receive(workspace, "Makefile", "all:\n\tfalse\n");

    Verified verified = verify(sha, List.of(onlyIf("Makefile", "exit 1")), USUAL);

    assertThat(verified.passed()).isTrue();
    assertThat(verified.checks()).extracting(Check::state).containsExactly(State.SKIPPED);
    assertThat(verified.summary()).isEqualTo("first skipped (the repository has no Makefile)");
  }

  @Test
  void theFirstCheckThatFailsIsTheLastOneThatRuns() {
    Path trace = folder.resolve("second-ran");
    String sha = bench.receive(workspace, "a", "a");

    Verified verified =
        verify(
            sha,
            List.of(
                Map.of("name", "first", "command", "exit 3"),
                Map.of("name", "second", "command", "touch " + trace)),
            USUAL);

    assertThat(verified.checks()).extracting(Check::name).containsExactly("first");
    assertThat(verified.checks().getFirst().detail()).isEqualTo("exit 3");
    assertThat(trace).doesNotExist();
  }

  @Test
  void onlyTheLastLinesOfAFailureAreKept() {
    Verified verified =
        verify(bench.receive(workspace, "a", "a"), "seq 1 1000; exit 1", "tail-lines: 2");

    assertThat(verified.checks().getFirst().tail()).isEqualTo("999\n1000");
  }

  @Test
  void aCheckThatTakesTooLongIsKilledWithAllItStarted() throws IOException {
    Path pid = folder.resolve("pid");
    String command = "sleep 1000 & echo $! > " + pid + "; wait";

    Verified verified = verify(bench.receive(workspace, "a", "a"), command, "timeout-seconds: 1");

    assertThat(verified.passed()).isFalse();
    assertThat(verified.checks().getFirst().detail()).isEqualTo("not done after 1 s");
    awaitEnd(pid);
  }

  @Test
  void aCheckOfARunThatHasToStopIsKilledWithAllItStarted() throws IOException {
    Path pid = folder.resolve("pid");
    String sha = bench.receive(workspace, "a", "a");
    bench.run.stop().request(Reason.CANCELLED);

    assertThatThrownBy(() -> verify(sha, "sleep 1000 & echo $! > " + pid + "; wait"))
        .isInstanceOf(RunStopped.class);

    if (Files.exists(pid)) { // it may have been killed before it came so far
      awaitEnd(pid);
    }
  }

  @Test
  void everyCheckIsToldAsAnEvent() {
    verify(bench.receive(workspace, "a", "a"), "exit 4");

    assertThat(bench.ledger.read().events().after(bench.run.id(), 0, 100))
        .anySatisfy(event -> assertThat(event.json()).contains("first failed (exit 4)"));
  }

  private Verified verify(String sha, String command) {
    return verify(sha, command, USUAL);
  }

  private Verified verify(String sha, String command, String setting) {
    return verify(sha, List.of(Map.of("name", "first", "command", command)), setting);
  }

  private Verified verify(String sha, List<Map<String, String>> checks, String setting) {
    var settings =
        bench.settings(
            "drover:\n  verify:\n    %s\n  jobs:\n    publisher:\n      render: []\n      verify: %s\n"
                .formatted(setting, Json.write(checks)));
    return new Verification(
            settings,
            bench.workspaces,
            bench.checks(settings),
            new RenderCheck(settings.verify(), bench.checks(settings), bench.environment),
            bench.caches(settings),
            bench.journal)
        .verify(bench.run, workspace, BeanBench.turnAt(sha));
  }

  private static Map<String, String> onlyIf(String path, String command) {
    return Map.of("name", "first", "command", command, "only-if", path);
  }

  private static void awaitEnd(Path pidFile) throws IOException {
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    ProcessHandle.of(pid).ifPresent(Running::awaitEnd);
  }
}
