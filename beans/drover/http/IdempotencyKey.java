package drover.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name that a sender gives a request, so that it can be sent again without doing more. */
public final class IdempotencyKey {
  public static final String HEADER = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,199}");

  private IdempotencyKey() {}

  /**
   * Empty where the sender gave none.
   *
   * @throws HttpProblem 400 when it cannot be one
   */
  public static Optional<String> of(@Nullable String given) {
    if (given != null && !KEY.matcher(given).matches()) {
      throw HttpProblem.badRequest(
          "the header Idempotency-Key needs 1 to 200 printable ASCII characters");
    }
    return Optional.ofNullable(given);
  }
}
