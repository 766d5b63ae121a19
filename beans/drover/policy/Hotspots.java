package drover.policy;

import java.util.List;

/** Files that many changes meet in, where merging needs a person's eye. */
public final class Hotspots {
  private final List<PathPattern> patterns;

  /**
   * @param globs path patterns as in the policy
   */
  public Hotspots(List<String> globs) {
    this.patterns = PathPattern.all(globs);
  }

  /** Those of the files that are one. */
  public List<String> among(List<String> files) {
    return files.stream()
        .filter(file -> patterns.stream().anyMatch(pattern -> pattern.matches(file)))
        .toList();
  }
}
