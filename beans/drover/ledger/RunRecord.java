package drover.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A run as the ledger knows it.
 *
 * @param taskJson the canonical task
 * @param repo the repository the result goes to, once the workspace exists
 * @param branch the branch reserved for the result
 * @param base the branch or commit it started from
 * @param outcome why it ended, see {@code docs/schemas/run.schema.json}
 * @param stage name of the last step
 * @param reason a code, a colon and a sentence
 */
public record RunRecord(
    String id,
    String source,
    String idemKey,
    String digest,
    String taskJson,
    String job,
    Optional<String> repo,
    Optional<String> branch,
    Optional<String> base,
    Optional<String> workspace,
    Optional<String> headSha,
    Optional<String> pullRequest,
    RunState state,
    Optional<String> outcome,
    Optional<String> stage,
    Optional<String> reason,
    Optional<String> owner,
    long fence,
    int attempt,
    Optional<Instant> cancelRequestedAt,
    Optional<String> waitingFor,
    Optional<Instant> waitingUntil,
    int priority,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt) {

  /** The source of runs that a command in the foreground began: servers leave them alone. */
  public static final String FOREGROUND = "cli";

  public boolean isOfTheForeground() {
    return source.equals(FOREGROUND);
  }
}
