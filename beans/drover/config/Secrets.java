package drover.config;

import drover.redact.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets come from the environment, or from the file that {@code NAME_FILE} names, and from
 * nowhere else. No secret is handed out that the redactor does not know.
 */
public final class Secrets {

  /** The token of the subscription that pays for real runs. */
  public static final String SUBSCRIPTION_TOKEN = "CLAUDE_CODE_OAUTH_TOKEN";

  /** The API key of the provider whose models opencode uses. */
  public static final String OPENCODE_KEY = "OPENCODE_API_KEY";

  /** The password of the ledger's database. */
  public static final String LEDGER_PASSWORD = "DROVER_LEDGER_PASSWORD";

  private static final String FILE_SUFFIX = "_FILE";

  private final Map<String, String> environment;
  private final Redactor redactor;

  public Secrets(Map<String, String> environment, Redactor redactor) {
    this.environment = Map.copyOf(environment);
    this.redactor = redactor;
  }

  /**
   * The secret of that name, without white space around it; a file is read anew each time, because
   * a mounted secret may be renewed.
   *
   * @throws ConfigurationException if the file cannot be read or is empty
   */
  public Optional<String> find(String name) {
    return ofEnvironment(name).or(() -> ofFile(name));
  }

  /** The same, from the variable of that name only. */
  public Optional<String> ofEnvironment(String name) {
    return told(variable(name));
  }

  /**
   * The same, from the file that {@code NAME_FILE} names only.
   *
   * @throws ConfigurationException if the file cannot be read or is empty
   */
  public Optional<String> ofFile(String name) {
    return told(variable(name + FILE_SUFFIX).map(path -> read(name, path)));
  }

  private Optional<String> told(Optional<String> secret) {
    secret.ifPresent(redactor::remember);
    return secret;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static String read(String name, String path) {
    String content;
    try {
      content = Files.readString(Path.of(path)).strip();
    } catch (IOException | InvalidPathException e) {
      throw unusable(name, path, "cannot be read; mount it, or unset the variable");
    }
    if (content.isEmpty()) {
      throw unusable(name, path, "is empty; put the secret there, or unset the variable");
    }
    return content;
  }

  private static ConfigurationException unusable(String name, String path, String complaint) {
    return new ConfigurationException(
        name + FILE_SUFFIX + " names " + path + ", which " + complaint);
  }

  @Override
  public String toString() {
    return "Secrets";
  }
}
