package drover.follow;

import drover.follow.AgentEvent.Standing;
import drover.follow.AgentEvent.TurnResult;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides how a turn ended. From Claude Code CLI 2.1.329, captured: a failed API call still has
 * subtype {@code success}, so {@code is_error}, the terminal reason, the HTTP status and the error
 * code of the last assistant message are read instead.
 */
final class TurnEndings {

  private static final int INTERRUPTED_BY_SIGNAL = 128;

  private TurnEndings() {}

  static TurnEnd of(
      TurnResult result, String lastAssistantError, Optional<RateLimit> lastRateLimit) {
    if (result.terminalReason().startsWith("aborted")) {
      return TurnEnd.of(
          TurnOutcome.CANCELLED, "interrupted", "The agent was told to stop and did.");
    }
    if (result.standing() == Standing.FINE && result.subtype().equals("success")) {
      return TurnEnd.of(TurnOutcome.SUCCEEDED, "completed", "The agent finished its turn.");
    }
    return switch (result.subtype()) {
      case "error_max_turns" ->
          TurnEnd.of(TurnOutcome.OUT_OF_TURNS, "max-turns", told(result, "No agent turns left."));
      case "error_max_budget_usd" ->
          TurnEnd.of(TurnOutcome.OVER_BUDGET, "max-budget", told(result, "The budget is spent."));
      default -> ofError(result, lastAssistantError, lastRateLimit);
    };
  }

  private static TurnEnd ofError(
      TurnResult result, String assistantError, Optional<RateLimit> lastRateLimit) {
    int status = result.apiErrorStatus().orElse(0);
    if (authRejected(result, assistantError, status)) {
      return TurnEnd.of(
          TurnOutcome.AUTH_REJECTED,
          status == 0 ? "not-logged-in" : "http-" + status,
          told(result, "The model's service refused the credential."));
    }
    if (usageLimited(result, assistantError, lastRateLimit)) {
      Optional<Instant> until = lastRateLimit.flatMap(RateLimit::resetsAt);
      String sentence = told(result, "The subscription's usage limit is reached.");
      String resets = until.map(instant -> " (until " + instant + ")").orElse("");
      return new TurnEnd(TurnOutcome.USAGE_LIMITED, "usage-limit: " + sentence + resets, until);
    }
    String code = failureCode(result, assistantError, status);
    return TurnEnd.of(TurnOutcome.FAILED, code, told(result, "The agent reported an error."));
  }

  private static boolean authRejected(TurnResult result, String assistantError, int status) {
    return status == 401
        || status == 403
        || assistantError.equals("authentication_failed")
        || assistantError.equals("oauth_org_not_allowed")
        // `--output-format json` prints no assistant line that would carry the code
        || result.text().startsWith("Not logged in");
  }

  private static boolean usageLimited(
      TurnResult result, String assistantError, Optional<RateLimit> lastRateLimit) {
    boolean refusedForRate =
        assistantError.equals("rate_limit") || result.apiErrorStatus().orElse(0) == 429;
    return result.apiError().equals("usage_limit_reached")
        || (refusedForRate && lastRateLimit.map(RateLimit::rejected).orElse(false));
  }

  private static String failureCode(TurnResult result, String assistantError, int status) {
    if (result.apiError().equals("max_output_tokens")
        || assistantError.equals("max_output_tokens")) {
      return "max-output-tokens";
    }
    if (assistantError.equals("billing_error")
        || result.text().startsWith("Credit balance is too low")) {
      return "billing";
    }
    if (result.apiError().equals("connection_failed")
        || (assistantError.equals("server_error") && status == 0)) {
      return "network";
    }
    return switch (status) {
      case 0 -> result.subtype().equals("success") ? "agent-error" : "execution-error";
      case 429 -> "rate-limited";
      default -> status >= 500 ? "overloaded" : "api-error"; // 529 says so, the others mean it
    };
  }

  /** The agent's own words, which often name the cure, else ours. */
  private static String told(TurnResult result, String otherwise) {
    String words = result.text().isEmpty() ? String.join("; ", result.errors()) : result.text();
    return words.isEmpty() ? otherwise : ToolInput.oneLine(words);
  }

  /** Neither a result nor, so far, an exit status. */
  static TurnEnd cutShort(long malformedLines) {
    String sentence = "The output stops without saying how the turn ended";
    return TurnEnd.of(
        TurnOutcome.LOST,
        "no-result",
        malformedLines == 0
            ? sentence + "."
            : sentence + "; " + malformedLines + " of its lines could not be read.");
  }

  /** No result, and the process is over. */
  static TurnEnd exited(int exitStatus) {
    if (exitStatus == 0) {
      return TurnEnd.of(
          TurnOutcome.LOST, "no-result", "The agent exited without saying how the turn ended.");
    }
    if (exitStatus >= INTERRUPTED_BY_SIGNAL) {
      int signal = exitStatus - INTERRUPTED_BY_SIGNAL;
      return TurnEnd.of(
          TurnOutcome.LOST, "killed", "The agent was ended by signal " + signal + ".");
    }
    return TurnEnd.of(
        TurnOutcome.FAILED,
        "agent-exit",
        "The agent exited with status " + exitStatus + " before it reported a result.");
  }
}
