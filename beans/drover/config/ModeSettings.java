package drover.config;

import java.util.List;

/**
 * What is different in a mode of a job.
 *
 * @param paths patterns of paths that may be touched, instead of those of the job's policy
 */
public record ModeSettings(List<String> paths) {

  public ModeSettings {
    paths = List.copyOf(paths);
  }
}
