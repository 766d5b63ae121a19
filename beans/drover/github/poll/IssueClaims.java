package drover.github.poll;

import drover.ledger.IssueClaim;
import drover.ledger.Ledger;
import drover.ledger.Tables;
import drover.machine.Clock;
import drover.task.TaskRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;

/**
 * Which issue of a repository is worked on: decided in one transaction of the ledger, so that it is
 * one whoever finds it, before anything is said on GitHub.
 */
public final class IssueClaims {
  static final String SOURCE = "poll";
  static final String JOB = "implement-issue";

  private final Ledger ledger;
  private final Clock clock;

  public IssueClaims(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * @return whether it is ours to hand in: no other issue of the repository is claimed
   */
  public boolean reserve(@Body IssueCase admitted) {
    String run = admitted.runId();
    String repository = admitted.repository().fullName();
    Instant now = clock.now();
    return ledger.write(
        tables -> {
          for (IssueClaim other : tables.issueClaims().standingIn(repository)) {
            if (other.isVoid(now)) {
              tables.issueClaims().remove(other.run());
            } else if (!other.run().equals(run)) {
              return false;
            }
          }
          return insert(tables, admitted, run, now);
        });
  }

  private static boolean insert(Tables tables, IssueCase admitted, String run, Instant now) {
    tables
        .issueClaims()
        .insert(
            run,
            admitted.repository().fullName(),
            admitted.seen().number(),
            admitted.labelling().orElseThrow().event(),
            now);
    return tables.runs().find(run).isEmpty();
  }

  /** What is asked of the factory. */
  public TaskRequest request(@Body IssueCase admitted) {
    return TaskRequest.heard(
            SOURCE, admitted.key(), admitted.labelling().orElseThrow().actor(), JOB)
        .saying(Optional.empty(), Map.of("issue", admitted.name()))
        .about(Optional.of(admitted.repository().url()), Optional.empty());
  }
}
