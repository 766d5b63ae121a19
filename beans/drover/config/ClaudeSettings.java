package drover.config;

import java.util.Optional;

/** The coding agent's command line program. */
public record ClaudeSettings(String command, Optional<String> apiUrl, int maxRetries) {

  public ClaudeSettings {
    apiUrl = apiUrl.filter(url -> !url.isBlank());
  }
}
