package drover.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files stay short enough to be read in one go, and scripts can be started. */
class SourceFilesTest {
  private static final int MOST_LINES = 300;

  /** To be split; nothing may be added here. */
  private static final Set<Path> STILL_TOO_LONG =
      Set.of(
          Path.of("src/test/java/drover/rehearsal/Rehearsal.java"),
          Path.of("src/test/java/drover/rehearsal/RehearsalAgentTest.java"),
          Path.of("src/test/java/drover/rehearsal/RehearsalMisbehaviourTest.java"));

  /** Recorded or generated, written by nobody. */
  private static final Set<Path> NOT_READ_BY_PEOPLE =
      Set.of(
          Path.of("src/test/resources/transcripts"),
          Path.of("src/test/resources/linear/schema.graphql"),
          Path.of("src/test/resources/saved-ledgers"),
          Path.of("src/test/tools"));

  private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules", ".idea");

  @Test
  void no_file_has_more_than_300_lines() throws IOException {
    assertThat(files(Path.of("beans"), Path.of("routes"), Path.of("src/test")))
        .filteredOn(file -> NOT_READ_BY_PEOPLE.stream().noneMatch(file::startsWith))
        .filteredOn(file -> lines(file) > MOST_LINES)
        .containsExactlyInAnyOrderElementsOf(STILL_TOO_LONG);
  }

  @ParameterizedTest
  @MethodSource
  void a_script_can_be_started_and_parsed(Path script) throws Exception {
    String shell = firstLine(script).contains("bash") ? "bash" : "sh";
    Process parser =
        new ProcessBuilder(shell, "-n", script.toString()).redirectErrorStream(true).start();
    String complaint = new String(parser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(script).isExecutable();
    assertThat(parser.waitFor()).as(complaint).isZero();
  }

  static List<Path> a_script_can_be_started_and_parsed() throws IOException {
    return files(Path.of("")).stream().filter(file -> isShellScript(firstLine(file))).toList();
  }

  @Test
  void the_scripts_are_found() throws IOException {
    assertThat(a_script_can_be_started_and_parsed())
        .contains(Path.of("drover"), Path.of("runtime-image/rehearsal/agent"));
  }

  private static boolean isShellScript(String firstLine) {
    return firstLine.matches("#!.*\\b(ba|da)?sh\\b.*");
  }

  private static List<Path> files(Path... roots) throws IOException {
    try (Stream<Path> found = Stream.of(roots).flatMap(SourceFilesTest::walk)) {
      return found.sorted().toList();
    }
  }

  /** Without going into what is built or fetched. */
  private static Stream<Path> walk(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> !NOT_OURS.contains(entry.getFileName().toString()))
          .filter(entry -> !Files.isSymbolicLink(entry))
          .toList()
          .stream()
          .flatMap(entry -> Files.isDirectory(entry) ? walk(entry) : Stream.of(entry));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String firstLine(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      return String.valueOf(reader.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
