package drover.operate;

import drover.redact.Redactor;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** Whose act a request is. Whoever has the token is believed; the audit says what they said. */
public final class Callers {
  /** The header with the name of the person; {@value} is what it is called. */
  public static final String HEADER = "X-Drover-User";

  private static final String NOBODY_SAID = "api";
  private static final Pattern NAME =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,62}[\\x21-\\x7e])?");

  private final Redactor redactor;

  public Callers(Redactor redactor) {
    this.redactor = redactor;
  }

  /** 1 to 64 printable ASCII characters, else {@code api}. */
  public String who(@Header(HEADER) @Nullable String said) {
    return Optional.ofNullable(said)
        .filter(name -> NAME.matcher(name).matches())
        .map(redactor::redact)
        .orElse(NOBODY_SAID);
  }
}
