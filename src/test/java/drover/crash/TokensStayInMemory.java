package drover.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** No file of the data directory holds a credential that the factory was given. */
final class TokensStayInMemory implements Invariant {
  @Override
  public List<String> violations(Aftermath aftermath) {
    return aftermath
        .grounds()
        .github()
        .map(place -> List.of(place.token(), Grounds.MODEL_TOKEN))
        .map(tokens -> holding(aftermath.grounds().data(), tokens))
        .orElseGet(List::of);
  }

  private static List<String> holding(Path directory, List<String> tokens) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> tokens.stream().anyMatch(token -> text(file).contains(token)))
          .map(file -> "a credential stands in " + file)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
