package drover.workspace;

import java.util.List;
import java.util.Optional;

/**
 * Repositories of which nothing stays on this machine from run to run.
 *
 * @param names as people write them: {@code owner/name}, URL or directory
 */
public record NothingKept(List<String> names) {
  public NothingKept {
    names = List.copyOf(names);
  }

  /**
   * @param repository its URL or directory
   */
  public boolean of(String repository) {
    Optional<String> ownerAndName = RepositoryName.ownerAndName(repository);
    return names.stream()
        .anyMatch(
            name ->
                name.equals(repository) || ownerAndName.filter(name::equalsIgnoreCase).isPresent());
  }
}
