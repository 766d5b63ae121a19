package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.cache.IdleCaches;
import drover.cache.PackageCaches.Use;
import drover.config.Settings;
import drover.json.Json;
import drover.ledger.RunState;
import drover.run.ManualClock;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.sandbox.Enclosure;
import drover.sandbox.NeedsSandbox;
import drover.verify.RenderCheck;
import drover.verify.Toolchain;
import drover.verify.Verification;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a build fetched is there for the next run in the same repository, and never in the way. */
@Timeout(60)
class PackageCachesTest {
  private static final String KEPT = "jobs: [publisher], size-mb: 1";
  private static final String FETCH =
      "cat $PIP_CACHE_DIR/fetched 2>&1; mkdir -p $PIP_CACHE_DIR; echo a package >> $PIP_CACHE_DIR/fetched; exit 1";

  private final ManualClock clock = new ManualClock();
  private BeanBench bench;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = BeanBench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  @NeedsSandbox
  void what_one_run_fetched_the_next_one_finds() {
    assertThat(verify(bench.anotherRun("first"), KEPT, FETCH)).doesNotContain("a package");
    assertThat(verify(bench.anotherRun("second"), KEPT, FETCH)).contains("a package");
  }

  @Test
  @NeedsSandbox
  void a_job_that_keeps_none_has_none() {
    String tell = "echo cache=$PIP_CACHE_DIR; ls -d /caches; exit 1";

    assertThat(verify(bench.anotherRun("first"), "jobs: []", tell))
        .contains("cache=\n")
        .contains("/caches");
    assertThat(caches()).isEmpty();
  }

  @Test
  @NeedsSandbox
  void a_repository_of_which_nothing_is_kept_has_none() {
    String retention = "}, retention: {keep-nothing-of: [%s]".formatted(bench.blog.directory());

    assertThat(verify(bench.anotherRun("first"), KEPT + retention, FETCH))
        .contains("missing operand");
    assertThat(caches()).isEmpty();
  }

  @Test
  void what_an_agent_prepares_no_check_finds() {
    RunExecution run = bench.anotherRun("first");
    Workspace workspace = bench.workspaces.prepare(run);
    Enclosure place = Enclosure.around(workspace.directory());
    var caches = bench.caches(settings(KEPT, "true"));

    Path turns = caches.in(run, Use.TURNS, place).mounts().getFirst().host();
    Path checks = caches.in(run, Use.CHECKS, place).mounts().getFirst().host();

    assertThat(turns).isNotEqualTo(checks);
    assertThat(turns.getParent()).isEqualTo(checks.getParent());
  }

  @Test
  void caches_go_when_they_are_old_or_too_large_but_not_while_a_run_of_the_repository_is_open()
      throws IOException {
    RunExecution run = bench.anotherRun("first");
    Workspace workspace = bench.workspaces.prepare(run);
    Enclosure place = Enclosure.around(workspace.directory());
    Settings settings = settings(KEPT, "true");
    bench.caches(settings).in(run, Use.TURNS, place);
    Path directory = caches().getFirst();
    Files.setLastModifiedTime(directory, FileTime.from(clock.now()));
    IdleCaches idle = idle(settings);

    clock.advance(Duration.ofDays(31));
    assertThat(idle.all()).as("a run is open").isEmpty();
    idle.remove(directory);
    assertThat(directory).isDirectory();
    end(run);
    end(bench.run);
    assertThat(idle.all()).as("it is old").containsExactly(directory);
    Files.setLastModifiedTime(directory, FileTime.from(clock.now()));
    assertThat(idle.all()).as("it was used").isEmpty();
    Files.write(directory.resolve("turns/large"), new byte[2 << 20]);
    assertThat(idle.all()).as("it is too large").containsExactly(directory);
    idle.remove(directory);

    assertThat(caches()).isEmpty();
  }

  @Test
  @NeedsSandbox
  void a_program_that_checks_need_and_that_is_missing_is_named_before_anything_is_paid_for() {
    RunExecution run = bench.anotherRun("first");
    Workspace workspace = bench.workspaces.prepare(run);

    assertThatThrownBy(() -> toolchain("CI=1 no-such-builder --fast test").require(run, workspace))
        .isInstanceOf(RunEnded.class)
        .hasMessageContaining("missing-toolchain: the check c begins with no-such-builder, ");
    for (String there :
        List.of("cd posts && ls", "./bin/build", "FOO=bar git status", "[ -d . ]")) {
      assertThat(toolchain(there).require(run, workspace)).as(there).isSameAs(workspace);
    }
  }

  private Toolchain toolchain(String command) {
    Settings settings = settings("jobs: []", command);
    return new Toolchain(settings, bench.workspaces, bench.checks(settings));
  }

  private IdleCaches idle(Settings settings) {
    return new IdleCaches(
        settings.caches(), Optional.of(Duration.ofDays(30)), bench.ledger, clock, bench.data());
  }

  private void end(RunExecution run) {
    bench.ledger.write(
        tables -> {
          tables.runs().end(run.id(), RunState.CANCELLED, "cancelled", "cancelled: x", clock.now());
          return run;
        });
  }

  private List<Path> caches() {
    Path root = bench.data().resolve("caches");
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String verify(RunExecution run, String caches, String command) {
    Settings settings = settings(caches, command);
    Workspace workspace = bench.workspaces.prepare(run);
    Verified verified =
        new Verification(
                settings,
                bench.workspaces,
                bench.checks(settings),
                new RenderCheck(settings.verify(), bench.checks(settings), bench.environment),
                bench.caches(settings),
                bench.journal)
            .verify(run, workspace, BeanBench.turnAt(workspace.baseSha()));
    return verified.getFailure();
  }

  private Settings settings(String caches, String command) {
    String checks = Json.write(List.of(Map.of("name", "c", "command", command)));
    return bench.settings(
        "drover: {caches: {%s}, jobs: {publisher: {render: [], verify: %s}}}"
            .formatted(caches, checks));
  }
}
