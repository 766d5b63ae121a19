package drover.claude;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ways in which the Messages API lets a request down. */
public sealed interface ApiFailure {

  record Refused(int status, String type, String message, Map<String, String> headers)
      implements ApiFailure {}

  /** The connection ends without a single byte of an answer. */
  record ConnectionDropped() implements ApiFailure {}

  static ApiFailure connectionDropped() {
    return new ConnectionDropped();
  }

  static ApiFailure authRejected() {
    return new Refused(401, "authentication_error", "OAuth token has expired.", Map.of());
  }

  static ApiFailure overloaded() {
    return new Refused(529, "overloaded_error", "Overloaded", Map.of());
  }

  /** The five-hour limit of a subscription, used up until {@code resets}. */
  static ApiFailure usageLimited(Instant resets) {
    String reset = Long.toString(resets.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("anthropic-ratelimit-unified-status", "rejected");
    headers.put("anthropic-ratelimit-unified-reset", reset);
    headers.put("anthropic-ratelimit-unified-representative-claim", "five_hour");
    headers.put("anthropic-ratelimit-unified-5h-status", "rejected");
    headers.put("anthropic-ratelimit-unified-5h-reset", reset);
    headers.put("anthropic-ratelimit-unified-5h-utilization", "1.0");
    headers.put("anthropic-ratelimit-unified-overage-status", "rejected");
    headers.put("anthropic-ratelimit-unified-overage-disabled-reason", "org_level_disabled");
    return new Refused(
        429, "rate_limit_error", "This request would exceed your account's rate limit.", headers);
  }
}
