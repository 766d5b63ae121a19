package drover.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Caches of package managers that runs of one repository share.
 *
 * @param jobs that keep them
 * @param variables how programs are told where they are, by name of the environment variable
 * @param sizeMb of those of one repository; what is larger is begun anew
 */
public record CacheSettings(List<String> jobs, Map<String, String> variables, int sizeMb) {
  private static final String DIRECTORY = "{caches}";

  public CacheSettings {
    jobs = List.copyOf(jobs);
    variables = Map.copyOf(variables);
  }

  /** The environment of a program that sees them under this path. */
  public Map<String, String> variablesFor(String path) {
    return variables.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, entry -> entry.getValue().replace(DIRECTORY, path)));
  }

  /** Empty: as much as the disk takes. */
  public Optional<Long> mostBytes() {
    return Optional.of((long) sizeMb << 20).filter(bytes -> bytes > 0);
  }
}
