package drover.config;

import java.util.List;

/**
 * What pull requests look like.
 *
 * @param label tells people that an agent has made it
 * @param hotspots patterns of files that many changes meet in: a pull request says where it touches
 *     one
 */
public record PullRequestSettings(String label, List<String> hotspots) {

  public PullRequestSettings {
    hotspots = List.copyOf(hotspots);
  }
}
