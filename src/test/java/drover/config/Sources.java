package drover.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Loads configuration from texts, and gives the problems back as the operator sees them. */
final class Sources {

  private Sources() {}

  static Configuration defaults() {
    return Configuration.load(Optional.empty(), Map.of());
  }

  static Configuration withEnvironment(Map<String, String> environment) {
    return Configuration.load(Optional.empty(), environment);
  }

  static Configuration withFile(Path directory, String text) {
    return withFile(directory, text, Map.of());
  }

  static Configuration withFile(Path directory, String text, Map<String, String> environment) {
    try {
      Path file = Files.writeString(directory.resolve("application.yaml"), text);
      return Configuration.load(Optional.of(file), environment);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String problemsInEnvironment(Map<String, String> environment) {
    return problems(Optional.empty(), environment);
  }

  /** The messages about a file of this text, with the file named as in its own directory. */
  static String problemsInFile(Path directory, String text) {
    return problemsInFile(directory, text, Map.of());
  }

  static String problemsInFile(Path directory, String text, Map<String, String> environment) {
    try {
      Path file = Files.writeString(directory.resolve("application.yaml"), text);
      return problems(Optional.of(file), environment).replace(directory + "/", "");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String problems(Optional<Path> file, Map<String, String> environment) {
    try {
      Configuration.load(file, environment);
      return "";
    } catch (ConfigurationException e) {
      return e.getMessage();
    }
  }
}
