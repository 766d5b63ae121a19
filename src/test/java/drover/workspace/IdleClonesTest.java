package drover.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.Configuration;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.run.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warm clone goes when nobody needs it, and only then. */
class IdleClonesTest {
  private final ManualClock clock = new ManualClock();
  private final Git git =
      Git.clean(new CommandRunner(new ForkingLauncher(), Clock.system()), System.getenv());
  @TempDir private Path data;
  private Path clone;
  private IdleClones clones;

  @BeforeEach
  void aClone() throws IOException {
    clone = data.resolve("repos/site-1a2b3c4d.git");
    make(clone, "https://github.com/acme/site");
    clones = clones("clone-days: 30");
  }

  @Test
  void one_that_was_not_used_for_long_goes_and_its_lock_stays_for_the_next() {
    clock.advance(Duration.ofDays(31));

    assertThat(clones.all()).containsExactly(clone);
    clones.remove(clone);

    assertThat(clone).doesNotExist();
    assertThat(data.resolve("repos").toFile().list()).containsExactly("site-1a2b3c4d.lock");
    assertThat(clones.all()).isEmpty();
  }

  @Test
  void one_that_was_used_stays() throws IOException {
    clock.advance(Duration.ofDays(31));
    Files.setLastModifiedTime(guard(), FileTime.from(clock.now()));

    assertThat(clones.all()).isEmpty();
  }

  @Test
  void one_that_a_run_or_a_shared_checkout_borrows_from_stays() throws IOException {
    clock.advance(Duration.ofDays(31));
    for (String place :
        List.of("runs/r1/clean.git", "runs/r2/workspace/.git", "shared/site/abc/.git")) {
      Path info = Files.createDirectories(data.resolve(place).resolve("objects/info"));
      Path alternates = info.resolve("alternates");
      Files.writeString(alternates, clone.resolve("objects") + "\n");
      assertThat(clones.all()).as(place).isEmpty();
      clones.remove(clone);
      assertThat(clone).as(place).isDirectory();
      Files.delete(alternates);
    }
    assertThat(clones.all()).containsExactly(clone);
  }

  @Test
  void one_that_is_fetched_into_just_now_stays() throws IOException {
    clock.advance(Duration.ofDays(31));
    try (FileChannel channel = FileChannel.open(guard(), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      clones.remove(clone);
    }
    assertThat(clone).isDirectory();
  }

  @Test
  void without_an_age_none_ever_goes() {
    clock.advance(Duration.ofDays(9999));

    assertThat(clones("clone-days: 0").all()).isEmpty();
  }

  @Test
  void what_a_killed_one_left_is_deleted() throws IOException {
    Path left = Files.createDirectories(data.resolve("repos/.leaving-12/objects"));

    clones.all();

    assertThat(left.getParent()).doesNotExist();
  }

  @Test
  void where_all_take_too_much_the_one_that_was_used_longest_ago_goes() throws IOException {
    clock.advance(Duration.ofHours(2));
    Path recent = data.resolve("repos/other-5e6f7a8b.git");
    make(recent, "https://github.com/acme/other");
    for (Path each : List.of(clone, recent)) {
      Files.write(each.resolve("objects/pack/p.pack"), new byte[800 << 10]);
    }
    clock.advance(Duration.ofHours(2));
    clones = clones("{clone-days: 0, clone-mb: 1}");

    assertThat(clones.all()).containsExactly(clone);
    clones.remove(clone);

    assertThat(clone).doesNotExist();
    assertThat(clones.all()).isEmpty();
  }

  @Test
  void one_that_a_run_has_just_fetched_into_stays_however_much_all_take() throws IOException {
    Files.write(clone.resolve("objects/pack/p.pack"), new byte[2 << 20]);

    assertThat(clones("{clone-days: 0, clone-mb: 1}").all()).isEmpty();
  }

  @Test
  void nothing_stays_of_a_repository_that_is_to_leave_nothing() {
    clock.advance(Duration.ofHours(2));

    assertThat(clones("keep-nothing-of: [acme/other]").all()).isEmpty();
    assertThat(clones("keep-nothing-of: [Acme/Site]").all()).containsExactly(clone);
    assertThat(clones("keep-nothing-of: ['https://github.com/acme/site']").all())
        .containsExactly(clone);
  }

  /**
   * @param retention what differs from the defaults, as YAML
   */
  private IdleClones clones(String retention) {
    try {
      Path file =
          Files.writeString(
              data.resolve("application.yaml"),
              "drover: {retention: %s}".formatted(braced(retention)));
      return new IdleClones(
          Configuration.load(Optional.of(file), Map.of()).settings().retention(), git, clock, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String braced(String yaml) {
    return yaml.startsWith("{") ? yaml : "{" + yaml + "}";
  }

  private void make(Path directory, String url) throws IOException {
    Files.createDirectories(directory);
    git.run(directory, "init", "--quiet", "--bare");
    git.run(directory, "remote", "add", "origin", url);
    String name = directory.getFileName().toString().replace(".git", ".lock");
    Files.setLastModifiedTime(
        Files.createFile(directory.resolveSibling(name)), FileTime.from(clock.now()));
  }

  private Path guard() {
    return data.resolve("repos/site-1a2b3c4d.lock");
  }
}
