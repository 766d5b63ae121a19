package drover.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import drover.run.ManualClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warm clone goes when nobody needs it, and only then. */
class IdleClonesTest {
  private final ManualClock clock = new ManualClock();
  @TempDir private Path data;
  private Path clone;
  private IdleClones clones;

  @BeforeEach
  void aClone() throws IOException {
    clone = data.resolve("repos/site-1a2b3c4d.git");
    Files.createDirectories(clone.resolve("objects/pack"));
    Files.createDirectories(clone.resolve("refs"));
    Files.createFile(guard());
    used(clock.now());
    clones = new IdleClones(Optional.of(Duration.ofDays(30)), clock, data);
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

    assertThat(new IdleClones(Optional.empty(), clock, data).all()).isEmpty();
  }

  @Test
  void what_a_killed_one_left_is_deleted() throws IOException {
    Path left = Files.createDirectories(data.resolve("repos/.leaving-12/objects"));

    clones.all();

    assertThat(left.getParent()).doesNotExist();
  }

  private Path guard() {
    return data.resolve("repos/site-1a2b3c4d.lock");
  }

  private void used(Instant at) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("repos"))) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(at));
      }
    }
  }
}
