package drover.leak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks for planted credentials, in whatever form. */
record Search(List<Credential> credentials) {

  /** What is found in a text, in words that do not repeat the secret. */
  List<String> in(String where, String text) {
    List<String> found = new ArrayList<>();
    for (Credential credential : credentials) {
      credential
          .traces()
          .forEach(
              (form, secret) -> {
                if (text.contains(secret)) {
                  found.add("%s holds %s (%s)".formatted(where, credential.name(), form));
                }
              });
    }
    return found;
  }

  /** The same in all files of a directory, byte by byte, and in their names. */
  List<String> inFiles(Path directory, Predicate<String> excepted) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !excepted.test(directory.relativize(file).toString()))
          .flatMap(file -> inFile(directory.relativize(file).toString(), file).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> inFile(String name, Path file) {
    List<String> found = new ArrayList<>(in("the name of " + name, name));
    if (Files.isRegularFile(file)) {
      try {
        found.addAll(in(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }
}
