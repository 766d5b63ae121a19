package drover.config;

import java.util.Optional;

/**
 * opencode's command line program.
 *
 * @param model provider and model, with a slash between them
 */
public record OpencodeSettings(String command, String model, Optional<String> apiUrl) {

  public OpencodeSettings {
    apiUrl = apiUrl.filter(url -> !url.isBlank());
  }

  /** What a turn uses: a job's own model where it names its provider, too. */
  public String modelFor(String asked) {
    return asked.indexOf('/') > 0 ? asked : model;
  }

  public static String providerOf(String model) {
    return model.substring(0, model.indexOf('/'));
  }
}
