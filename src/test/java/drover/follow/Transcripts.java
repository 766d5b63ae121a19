package drover.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The captured outputs, and short ways to read them. */
final class Transcripts {

  static final Path FOLDER = Path.of("src/test/resources/transcripts");

  private Transcripts() {}

  static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("README.md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(String name) {
    return new String(bytes(name), UTF_8).lines().toList();
  }

  static Inspection inspect(byte[] output) {
    return Inspection.of(report(output));
  }

  static Inspection inspect(String output) {
    return inspect(output.getBytes(UTF_8));
  }

  static TurnReport report(byte[] output) {
    try (InputStream input = new ByteArrayInputStream(output)) {
      return new AgentOutputInspector(InferredPrices.TABLE).report(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TurnReport report(String... lines) {
    return report((String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  static AgentEvent event(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return new AgentOutputReader().read(bytes, 0, bytes.length);
  }
}
