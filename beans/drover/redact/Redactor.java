package drover.redact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Replaces secrets in text: values of secret environment variables, of the files they name, and
 * told to {@link #remember}, plain and encoded, and whatever has the shape of a well-known
 * credential.
 *
 * <p>Safe for use by several threads; time grows linearly with the text.
 */
public final class Redactor {

  /** Stands where a secret stood. */
  public static final String MARK = "[redacted]";

  private static final Predicate<String> SECRET_NAME =
      Pattern.compile(
              "(.+_)?(TOKEN|SECRET|PASSWORD|PRIVATE_KEY|API_KEY|SECRET_KEY|ACCESS_KEY|WEBHOOK_URL)")
          .asMatchPredicate();

  private static final String FILE_SUFFIX = "_FILE";
  private static final long LARGEST_SECRET_FILE = 64 * 1024;

  private volatile SecretForms known = SecretForms.none();

  public Redactor(Map<String, String> environment) {
    environment.entrySet().stream()
        .filter(variable -> isSecretName(variable.getKey()))
        .map(Map.Entry::getValue)
        .forEach(this::remember);
    environment.entrySet().stream()
        .filter(variable -> variable.getKey().endsWith(FILE_SUFFIX))
        .filter(variable -> isSecretName(withoutSuffix(variable.getKey())))
        .flatMap(variable -> contentOf(variable.getValue()).stream())
        .forEach(this::remember);
  }

  private static String withoutSuffix(String variable) {
    return variable.substring(0, variable.length() - FILE_SUFFIX.length());
  }

  /** Nothing where it cannot be read: whoever needs the secret says so. */
  private static Optional<String> contentOf(String path) {
    try {
      Path file = Path.of(path);
      return Files.size(file) > LARGEST_SECRET_FILE
          ? Optional.empty()
          : Optional.of(Files.readString(file).strip());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Whether a variable of this name holds a secret. */
  public static boolean isSecretName(String variable) {
    return SECRET_NAME.test(variable);
  }

  /**
   * From now on redacts this value too; one under eight characters is too common a text to redact.
   */
  public synchronized void remember(String secret) {
    known = known.with(secret);
  }

  public String redact(String text) {
    String redacted = known.redact(text);
    for (SecretShape shape : SecretShape.values()) {
      redacted = shape.redact(redacted);
    }
    return redacted;
  }

  /** A part of a text: from {@code start}, inclusive, to {@code end}, exclusive. */
  public record Place(int start, int end) {}

  /** The next place where a value stands that was told to this redactor, plain or encoded. */
  public Optional<Place> findKnown(String text, int from) {
    return known.find(text, from);
  }

  /** The same for UTF-8; what holds no secret is given back as it is, byte for byte. */
  public byte[] redact(byte[] text) {
    String read = new String(text, StandardCharsets.UTF_8);
    String redacted = redact(read);
    return redacted.equals(read) ? text : redacted.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Redactor";
  }
}
