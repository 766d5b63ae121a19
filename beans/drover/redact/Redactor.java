package drover.redact;

import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Replaces secrets in text: values of secret environment variables and values told to {@link
 * #remember}, plain and encoded, and whatever has the shape of a well-known credential.
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

  private volatile SecretForms known = SecretForms.none();

  public Redactor(Map<String, String> environment) {
    environment.entrySet().stream()
        .filter(variable -> isSecretName(variable.getKey()))
        .map(Map.Entry::getValue)
        .forEach(this::remember);
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

  @Override
  public String toString() {
    return "Redactor";
  }
}
