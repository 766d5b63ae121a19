package drover.ticket;

import com.fasterxml.jackson.annotation.JsonIgnore;
import drover.run.StepResult;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Result of the step {@code coverage}: which sub-issues have a commit that names them.
 *
 * @param parts in the order of the ticket
 */
public record Coverage(List<Part> parts) implements StepResult {
  /**
   * A sub-issue.
   *
   * @param commit short name of the last commit that names it; empty: none does
   */
  public record Part(String identifier, String commit) {
    boolean hasCommit() {
      return !commit.isEmpty();
    }
  }

  /** For people: each sub-issue with its commit. */
  @JsonIgnore
  String inWords() {
    return parts.stream()
        .map(
            part ->
                part.identifier()
                    + (part.hasCommit() ? " (" + part.commit() + ")" : ": no commit names it"))
        .collect(Collectors.joining(", "));
  }

  @Override
  public boolean pleases() {
    return parts.stream().allMatch(Part::hasCommit);
  }

  @Override
  public String summary() {
    return parts.isEmpty() ? "no sub-issues" : inWords();
  }
}
