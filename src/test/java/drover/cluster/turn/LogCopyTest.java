package drover.cluster.turn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import drover.cluster.turn.LogCopy.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that comes in pieces is copied as if it had come in one. */
class LogCopyTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T18:00:00.999999998Z");

  @TempDir private Path folder;
  private final List<String> notices = new ArrayList<>();

  @Test
  void lines_are_copied_without_their_stamps() throws IOException {
    try (LogCopy copy = open(Known.NOTHING)) {
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:00.5Z {\"a\":1}\n2026-11-21T20:00:01+02:00  two \n"));
      assertThat(copied()).isEqualTo("{\"a\":1}\n two \n");
      assertThat(copy.position().at()).contains(Instant.parse("2026-11-21T18:00:01Z"));
    }
  }

  @Test
  void half_a_line_waits_for_its_other_half() throws IOException {
    try (LogCopy copy = open(Known.NOTHING)) {
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:00.5Z one\n2026-11-21T18:00:0"));
      assertThat(copied()).isEqualTo("one\n");
      copy.feed(bytes("1Z tw"));
      copy.feed(bytes("o\n"));
      assertThat(copied()).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void a_last_line_without_its_end_is_whole_when_the_container_is_over() throws IOException {
    try (LogCopy copy = open(Known.NOTHING)) {
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:00.5Z one\n2026-11-21T18:00:01Z two"));
      copy.finish();
      assertThat(copied()).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void half_a_line_of_a_broken_stream_is_taken_from_the_next_one() throws IOException {
    try (LogCopy copy = open(Known.NOTHING)) {
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:00.5Z one\n2026-11-21T18:00:01Z tw"));
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:00.5Z one\n2026-11-21T18:00:01Z two\n"));
      assertThat(copied()).isEqualTo("one\ntwo\n");
      assertThat(notices).isEmpty();
    }
  }

  @Test
  void lines_with_the_same_stamp_are_told_apart_by_what_they_say() throws IOException {
    String stamp = "2026-11-21T18:00:00.5Z ";
    try (LogCopy copy = open(Known.NOTHING)) {
      copy.connect();
      copy.feed(bytes(stamp + "same\n" + stamp + "same\n" + stamp + "other\n"));
      copy.connect();
      copy.feed(bytes(stamp + "same\n" + stamp + "same\n" + stamp + "other\n" + stamp + "same\n"));
      assertThat(copied()).isEqualTo("same\nsame\nother\nsame\n");
    }
  }

  @Test
  void what_was_rotated_away_between_two_streams_is_said() throws IOException {
    try (LogCopy copy = open(Known.NOTHING)) {
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:00Z one\n"));
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:09Z ten\n"));
      assertThat(copied()).isEqualTo("one\nten\n");
      assertThat(notices)
          .containsExactly(
              "the agent's log was rotated while nobody read it: what it said between"
                  + " 2026-11-21T18:00:00Z and 2026-11-21T18:00:09Z is lost");
    }
  }

  @Test
  void a_word_of_the_cluster_is_no_word_of_the_agent() throws IOException {
    try (LogCopy copy = open(Known.NOTHING)) {
      copy.connect();
      copy.feed(bytes("failed to watch file: too many open files\n2026-11-21T18:00:00Z one\n"));
      assertThat(copied()).isEqualTo("one\n");
      assertThat(notices).singleElement().asString().contains("too many open files");
    }
  }

  @Test
  void a_copy_that_was_torn_goes_on_where_its_index_ends() throws IOException {
    try (LogCopy copy = open(Known.NOTHING)) {
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:00Z one\n2026-11-21T18:00:01Z two\n"));
    }
    Files.writeString(output(), "thr", StandardOpenOption.APPEND);
    Files.writeString(index(), "11 2026-11-21T18:0", StandardOpenOption.APPEND);
    try (LogCopy copy = open(Known.NOTHING)) {
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:01Z two\n2026-11-21T18:00:02Z three\n"));
      assertThat(copied()).isEqualTo("one\ntwo\nthree\n");
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void another_machine_has_every_line_at_the_same_place() throws IOException {
    Known recorded = recordedAfterTwoLines();
    Files.delete(output());
    Files.delete(index());
    try (LogCopy copy = open(recorded)) {
      assertThat(copy.position()).isEqualTo(LogPosition.START);
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:00Z one\n2026-11-21T18:00:01Z two\n"));
      copy.feed(bytes("2026-11-21T18:00:02Z three\n"));
      assertThat(copied()).isEqualTo("one\ntwo\nthree\n");
      assertThat(copy.isFilledUp()).isFalse();
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void another_machine_that_cannot_have_the_beginning_goes_on_at_the_recorded_place()
      throws IOException {
    Known recorded = recordedAfterTwoLines();
    Files.delete(output());
    Files.delete(index());
    try (LogCopy copy = open(recorded)) {
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:01Z two\n2026-11-21T18:00:02Z three\n"));
      assertThat(copied()).isEqualTo("\n".repeat(8) + "three\n");
      assertThat(copy.isFilledUp()).isTrue();
    }
    assertThat(notices).singleElement().asString().contains("rotated away");
  }

  @Test
  void a_log_that_is_gone_leaves_the_recorded_place_where_it_was() throws IOException {
    Known recorded = recordedAfterTwoLines();
    Files.delete(output());
    Files.delete(index());
    try (LogCopy copy = open(recorded)) {
      copy.connect();
      copy.finish();
      assertThat(copy.position().offset()).isEqualTo(recorded.read().offset());
    }
    assertThat(notices).hasSize(1);
  }

  @Test
  void a_log_cut_anywhere_any_number_of_times_is_copied_once() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      Files.deleteIfExists(output());
      Files.deleteIfExists(index());
      List<String> log = log(random);
      LogCopy copy = open(Known.NOTHING);
      for (int stream = random.nextInt(6); stream >= 0; stream--) {
        if (random.nextBoolean()) { // this process was killed
          copy.close();
          copy = open(new Known(copy.first(), LogPosition.START));
        }
        copy.connect();
        byte[] all = bytes(since(copy.position().at(), log));
        int end = stream == 0 ? all.length : random.nextInt(all.length + 1);
        for (int at = 0; at < end; ) {
          int next = Math.min(end, at + 1 + random.nextInt(40));
          copy.feed(Arrays.copyOfRange(all, at, next));
          at = next;
        }
      }
      copy.finish();
      copy.close();
      assertThat(copied()).as("seed %d, round %d", seed, round).isEqualTo(withoutStamps(log));
      assertThat(notices).isEmpty();
    }
  }

  /** Some with the same stamp, some with the same words, some empty. */
  private static List<String> log(Random random) {
    List<String> lines = new ArrayList<>();
    Instant at = BEGIN;
    for (int i = random.nextInt(30); i >= 0; i--) {
      at = at.plusNanos(random.nextInt(3) * (random.nextBoolean() ? 1L : 700_000_000L));
      lines.add(at + " " + "x".repeat(random.nextInt(3)) + random.nextInt(2));
    }
    return lines;
  }

  /** The API server passes whole seconds on. */
  private static String since(Optional<Instant> since, List<String> log) {
    StringBuilder text = new StringBuilder();
    for (String line : log) {
      Instant stamp = Instant.parse(line.substring(0, line.indexOf(' ')));
      if (since.map(from -> !stamp.isBefore(from.truncatedTo(ChronoUnit.SECONDS))).orElse(true)) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  private static String withoutStamps(List<String> log) {
    StringBuilder text = new StringBuilder();
    log.forEach(line -> text.append(line.substring(line.indexOf(' ') + 1)).append('\n'));
    return text.toString();
  }

  private Known recordedAfterTwoLines() throws IOException {
    try (LogCopy copy = open(Known.NOTHING)) {
      copy.connect();
      copy.feed(bytes("2026-11-21T18:00:00Z one\n2026-11-21T18:00:01Z two\n"));
      return new Known(copy.first(), copy.positionAt(8).orElseThrow());
    }
  }

  private LogCopy open(Known known) {
    return LogCopy.open(output(), known, notices::add);
  }

  private Path output() {
    return folder.resolve("turns/1-1.jsonl");
  }

  private Path index() {
    return folder.resolve("turns/1-1.jsonl.index");
  }

  private String copied() throws IOException {
    return Files.readString(output());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
