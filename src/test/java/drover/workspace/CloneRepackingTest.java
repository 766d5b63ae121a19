package drover.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.run.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warm clone stays small, and whoever borrows from it loses nothing. */
class CloneRepackingTest {
  private static final List<String> AUTHOR =
      List.of("-c", "user.name=x", "-c", "user.email=x@example.org");

  private final Git git =
      Git.clean(new CommandRunner(new ForkingLauncher(), Clock.system()), System.getenv());
  private final ManualClock clock = new ManualClock();
  @TempDir private Path data;
  private Path clone;
  private CloneRepacking repacking;

  @BeforeEach
  void aClone() throws IOException {
    clone = Files.createDirectories(data.resolve("repos/site-1a2b3c4d.git"));
    git.run(clone, "init", "--quiet", "--bare");
    repacking = new CloneRepacking(git, clock, data);
  }

  @Test
  void many_packs_become_one() throws IOException {
    packs(20);
    assertThat(repacking.all()).isEmpty();
    packs(1);
    assertThat(repacking.all()).containsExactly(clone);

    repacking.repack(clone);

    assertThat(repacking.all()).isEmpty();
    git.run(clone, "fsck", "--full");
    assertThat(git.run(clone, "rev-list", "--count", "--all")).isEqualTo("21");
  }

  @Test
  void what_no_branch_holds_any_more_stays_while_a_workspace_borrows_it() throws IOException {
    String lost = commitThatNoBranchHolds();
    Path info = Files.createDirectories(data.resolve("runs/r1/clean.git/objects/info"));
    Path alternates = info.resolve("alternates");
    Files.writeString(alternates, clone.resolve("objects") + "\n");

    repacking.repack(clone);
    assertThat(git.ask(clone, "cat-file", "-t", lost)).contains("commit");
    makeOld();
    Files.delete(alternates);
    repacking.repack(clone);

    assertThat(git.ask(clone, "cat-file", "-t", lost)).isEmpty();
  }

  @Test
  void it_stays_as_well_when_a_run_has_just_fetched_and_may_borrow_it_soon() throws IOException {
    String lost = commitThatNoBranchHolds();
    Path guard = Files.createFile(data.resolve("repos/site-1a2b3c4d.lock"));
    Files.setLastModifiedTime(guard, FileTime.from(clock.now()));

    clock.advance(Duration.ofMinutes(59));
    repacking.repack(clone);

    assertThat(git.ask(clone, "cat-file", "-t", lost)).contains("commit");
  }

  private String commitThatNoBranchHolds() throws IOException {
    packs(1);
    String lost = git.run(clone, "rev-parse", "refs/heads/b");
    git.run(clone, "update-ref", "-d", "refs/heads/b");
    makeOld();
    return lost;
  }

  /** Everything was written long ago. */
  private void makeOld() throws IOException {
    FileTime old = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));
    try (Stream<Path> files = Files.walk(clone.getParent())) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
  }

  private void packs(int count) {
    String tree = git.run(clone, "hash-object", "-w", "-t", "tree", "/dev/null");
    for (int i = 0; i < count; i++) {
      String commit = commit(tree);
      git.run(clone, "update-ref", "refs/heads/b", commit);
      git.run(clone, "repack", "-q");
      git.run(clone, "prune-packed", "-q");
    }
  }

  private String commit(String tree) {
    Stream<String> parent =
        git.ask(clone, "rev-parse", "--verify", "-q", "refs/heads/b").stream()
            .flatMap(sha -> Stream.of("-p", sha));
    return git.run(
        clone,
        Stream.of(AUTHOR.stream(), Stream.of("commit-tree", "-m", "x", tree), parent)
            .flatMap(each -> each)
            .toArray(String[]::new));
  }
}
