package drover.intake;

import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.machine.Clock;
import drover.run.Journal;
import drover.task.RunId;
import drover.task.Task;
import drover.task.TaskRequest;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Makes a task durable: the same request, asked again, is the same run. */
public final class Intake {
  private static final String TAKEN_OUT =
      "the task held a credential, which was taken out: give it as a variable or a mounted file";

  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;

  public Intake(Ledger ledger, Journal journal, Clock clock) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * A credential in what was asked for is taken out: it would stand in the ledger for ever, and no
   * agent is told one.
   *
   * @throws IdempotencyConflict when the key was used for another task
   */
  public Accepted record(@Variable("request") TaskRequest request, @Body Task asked) {
    Task task = asked.withTexts(journal::withoutSecrets);
    String id = RunId.of(request.source(), request.idempotencyKey());
    return ledger.write(
        tables -> {
          Optional<RunRecord> known =
              tables.runs().findByKey(request.source(), request.idempotencyKey());
          if (known.isPresent()) {
            if (!known.get().digest().equals(task.digest())) {
              throw new IdempotencyConflict(request.idempotencyKey(), id);
            }
            return new Accepted(id, Accepted.Freshness.KNOWN, known.get().state());
          }
          tables
              .runs()
              .insert(
                  new NewRun(
                      id,
                      request.source(),
                      request.idempotencyKey(),
                      task.digest(),
                      task.canonicalJson(),
                      task.job(),
                      task.repository(),
                      task.mode().word(),
                      task.worker().word(),
                      task.priority(),
                      clock.now()));
          String queued = task.isRehearsal() ? "queued, a rehearsal" : "queued";
          journal.append(tables, id, EventType.STATE, queued, Map.of("state", RunState.QUEUED));
          if (!task.equals(asked)) {
            journal.append(tables, id, EventType.NOTICE, TAKEN_OUT, Map.of());
          }
          return new Accepted(id, Accepted.Freshness.NEW, RunState.QUEUED);
        });
  }
}
