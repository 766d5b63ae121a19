package drover.shell;

import java.util.Map;

/**
 * What a shell knows before it reads a command.
 *
 * @param directory where it works, absolute
 * @param root top of the repository it works in
 * @param environment variables whose values are known, {@code HOME} among them
 */
public record Surroundings(String directory, String root, Map<String, String> environment) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }
}
