package drover.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a server needs stays as it is while runs come and go; {@code src/test/bench/soak} does the
 * same for an hour and a thousand runs.
 */
@Timeout(600)
class SoakIT {
  @TempDir private Path directory;

  @Test
  void memory_threads_and_file_handles_stay_as_they_are() throws Exception {
    List<String> program =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-Ddrover.installation=" + Path.of("").toAbsolutePath(),
            "-cp",
            System.getProperty("java.class.path"),
            "drover.cli.Drover");

    Soak.Verdict verdict =
        new Soak(directory.resolve("data"), 20, Duration.ofSeconds(40), 18, program).measure();

    assertThat(verdict.inFlight()).isBetween(18, 20);
    assertThat(verdict.ended()).isPositive();
    assertThat(verdict.isFlat()).as(verdict.sentence()).isTrue();
  }
}
