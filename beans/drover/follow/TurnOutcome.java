package drover.follow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a turn ended. */
public enum TurnOutcome {
  SUCCEEDED,
  FAILED,
  USAGE_LIMITED,
  AUTH_REJECTED,
  OVER_BUDGET,
  OUT_OF_TIME,
  OUT_OF_TURNS,
  TOO_MANY_ERRORS,
  CANCELLED,
  /** No end seen, nothing running. */
  LOST;

  /** The word in documents and in the ledger, such as {@code usage-limited}. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
