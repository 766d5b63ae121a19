package drover.policy;

import drover.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Rules for secrets, as a file in the format of gitleaks.toml holds them.
 *
 * @param allowlists for every rule, or for those they name
 */
public record SecretRules(List<SecretRule> rules, List<Allowlist> allowlists) {
  private static final String SHIPPED = "secret-rules.toml";

  public SecretRules {
    rules = List.copyOf(rules);
    allowlists = List.copyOf(allowlists);
  }

  /**
   * @param file the operator's own; empty: the rules that are shipped
   * @throws ConfigurationException when it cannot be read, or a rule in it cannot be used
   */
  public static SecretRules load(Optional<Path> file) {
    return file.map(path -> new SecretRulesFile(path.toString(), textOf(path)).read())
        .orElseGet(SecretRules::shipped);
  }

  static SecretRules shipped() {
    try (InputStream in = SecretRules.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(SHIPPED + " is missing from the program; build it anew");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new SecretRulesFile(SHIPPED, text).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(
          "drover.policy.secret-rules: %s is not UTF-8 text; save it as UTF-8".formatted(file));
    } catch (IOException e) {
      throw new ConfigurationException(
          "drover.policy.secret-rules: %s cannot be read; name a file that can".formatted(file));
    }
  }
}
