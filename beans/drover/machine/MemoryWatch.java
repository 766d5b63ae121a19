package drover.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Looks once a second whether a process and all below it use more memory than they may. Limits of
 * the kernel hold for each process alone; this one is for all of them.
 */
public final class MemoryWatch {
  private static final Path PROC = Path.of("/proc");
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long KILOBYTE = 1024;

  private final long mostBytes;
  private final Clock clock;
  private Instant next;
  private boolean exceeded;
  private long used;

  /**
   * @param mostBytes of all processes together
   */
  public MemoryWatch(long mostBytes, Clock clock) {
    this.mostBytes = mostBytes;
    this.clock = clock;
    this.next = clock.now();
  }

  /** Whether it was too much now or at an earlier look; to be asked often. */
  public boolean isExceededBy(ProcessHandle root) {
    if (!exceeded && !clock.now().isBefore(next)) {
      next = clock.now().plus(LOOK);
      used = usedBy(root);
      exceeded = used > mostBytes;
    }
    return exceeded;
  }

  public boolean isExceeded() {
    return exceeded;
  }

  /** At the last look. */
  public long usedBytes() {
    return used;
  }

  public long mostBytes() {
    return mostBytes;
  }

  private static long usedBy(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants())
        .mapToLong(process -> ownMemoryOf(process.pid()))
        .sum();
  }

  /** Pages that the process has written; what it shares with others is not counted again. */
  private static long ownMemoryOf(long pid) {
    try (Stream<String> lines =
        Files.lines(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("RssAnon:") || line.startsWith("RssShmem:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KILOBYTE)
          .sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // gone by now
    }
  }
}
