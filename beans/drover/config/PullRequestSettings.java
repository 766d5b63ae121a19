package drover.config;

import java.util.List;

/**
 * What pull requests look like.
 *
 * @param label tells people that an agent has made it
 * @param hotspots patterns of files that many changes meet in: a pull request says where it touches
 *     one
 * @param deleteClosedBranch whether the branch goes when a person closes one without a merge
 */
public record PullRequestSettings(String label, boolean deleteClosedBranch, List<String> hotspots) {

  public PullRequestSettings {
    hotspots = List.copyOf(hotspots);
  }
}
