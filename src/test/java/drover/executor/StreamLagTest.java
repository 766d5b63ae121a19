package drover.executor;

import static org.assertj.core.api.Assertions.assertThat;

import drover.run.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far following is behind an agent that writes. */
class StreamLagTest {
  private static final Duration POLL = Duration.ofMillis(50);

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private final LiveOutputs outputs = new LiveOutputs();
  private final AtomicBoolean alive = new AtomicBoolean(true);
  private Path file;

  @BeforeEach
  void begin() throws IOException {
    file = Files.writeString(directory.resolve("output"), "one\ntwo\n");
  }

  @Test
  void it_is_the_age_of_what_was_read_and_not_dealt_with() {
    try (OutputTail tail = tail()) {
      assertThat(lag()).isZero();
      tail.next();
      clock.advance(Duration.ofSeconds(7)); // the first line takes its time
      assertThat(lag()).isEqualTo(Duration.ofSeconds(7));
      tail.next();
      assertThat(lag()).isEqualTo(Duration.ofSeconds(7));
    }
  }

  @Test
  void it_is_nothing_where_everything_was_dealt_with() {
    try (OutputTail tail = tail()) {
      tail.next();
      clock.advance(Duration.ofSeconds(7));
      tail.next();
      alive.set(false);
      tail.next(); // finds the end
      clock.advance(Duration.ofSeconds(7));
      assertThat(lag()).isZero();
    }
  }

  @Test
  void new_output_is_as_old_as_its_first_sight() throws IOException {
    try (OutputTail tail = tail()) {
      tail.next();
      clock.advance(Duration.ofSeconds(7));
      tail.next();
      Files.writeString(file, "three\n", StandardOpenOption.APPEND);
      tail.next(); // still behind: nobody has seen the end since
      assertThat(lag()).isEqualTo(Duration.ofSeconds(7));
    }
  }

  @Test
  void of_several_agents_the_slowest_counts_and_one_that_is_gone_does_not() {
    try (OutputTail fast = tail()) {
      try (OutputTail slow = tail()) {
        slow.next();
        clock.advance(Duration.ofSeconds(3));
        fast.next();
        clock.advance(Duration.ofSeconds(1));
        assertThat(lag()).isEqualTo(Duration.ofSeconds(4));
      }
      assertThat(lag()).isEqualTo(Duration.ofSeconds(1));
    }
  }

  private Duration lag() {
    return outputs.lag(clock.now());
  }

  private OutputTail tail() {
    return new OutputTail(file, 0, alive::get, () -> {}, clock, POLL, outputs);
  }
}
