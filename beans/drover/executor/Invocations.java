package drover.executor;

import drover.follow.TurnReport;
import drover.json.Json;
import drover.ledger.Claim;
import drover.ledger.Ledger;
import drover.ledger.TurnRecord;
import drover.machine.Clock;
import drover.machine.ProcessIdentity;
import drover.redact.Redactor;
import drover.run.Leftovers.Settlement;
import drover.run.RunExecution;
import drover.run.SpendWitness;
import drover.turn.Assignment;
import drover.turn.TurnFacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The recorded invocations of a turn: reserves new ones, settles those that lost their factory. */
public final class Invocations {
  private final Ledger ledger;
  private final Clock clock;
  private final Redactor redactor;
  private final SpendWitness witness;

  public Invocations(Ledger ledger, Clock clock, Redactor redactor, SpendWitness witness) {
    this.witness = witness;
    this.redactor = redactor;
    this.ledger = ledger;
    this.clock = clock;
  }

  public Optional<TurnRecord> latest(RunExecution run, Assignment assignment) {
    return ledger.read().turns().latest(run.claim(), run.position(), assignment.purpose().word());
  }

  /**
   * Reserves the next invocation: of the turn that is there, or the first of a new one.
   *
   * @param told the session as the one before told it
   * @param executor where it will run
   */
  public TurnRecord reserve(
      RunExecution run,
      Assignment assignment,
      Optional<TurnRecord> before,
      Optional<String> told,
      String executor) {
    Claim claim = run.claim();
    return ledger.write(
        tables -> {
          tables.runs().fenced(claim);
          int turn =
              before.map(TurnRecord::turn).orElseGet(() -> tables.turns().nextTurn(run.id()));
          int invocation = before.map(earlier -> earlier.invocation() + 1).orElse(1);
          String session =
              told.filter(name -> !assignment.runtime().takesSessionNames())
                  .or(assignment::resume)
                  .orElseGet(() -> sessionOf(claim.run(), claim.attempt(), turn));
          TurnRecord record =
              new TurnRecord(
                  claim.run(),
                  claim.attempt(),
                  turn,
                  invocation,
                  run.position(),
                  assignment.purpose().word(),
                  executor,
                  Optional.empty(),
                  session,
                  "turns/" + turn + "-" + invocation + ".jsonl",
                  0,
                  Optional.empty(),
                  Optional.empty(),
                  clock.now(),
                  Optional.empty());
          tables.turns().insert(record);
          return record;
        });
  }

  void started(RunExecution run, TurnRecord record, ProcessHandle process) {
    handle(run, record, Json.write(ProcessIdentity.of(process)));
  }

  /** Keeps what is needed to find it again. */
  public void handle(RunExecution run, TurnRecord record, String handle) {
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.turns().handle(record, handle);
          return record;
        });
  }

  public void ended(RunExecution run, TurnRecord record, TurnFacts facts) {
    Instant at = clock.now();
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          LostInvocation.end(tables, record, facts, redactor, at);
          return facts;
        });
  }

  /**
   * Settles an invocation whose factory died.
   *
   * @param empty what its output is to be told to
   */
  TurnFacts settle(RunExecution run, TurnRecord record, TurnReport empty) {
    LostInvocation lost =
        LostInvocation.settled(run.directory(), record, run.task().mode().word(), empty, redactor);
    double added =
        ledger.write(
            tables -> {
              tables.runs().fenced(run.claim());
              return lost.record(tables, redactor);
            });
    witness.spent(run.task(), added);
    return lost.facts();
  }

  /**
   * What is left of an invocation that nobody follows any more, as the file of its output shows it.
   *
   * @param mode of the run's task
   * @param empty what its output is to be told to
   * @param why it is lost: a code, a colon and a sentence
   */
  public static Settlement lost(
      Path runDirectory,
      TurnRecord record,
      String mode,
      TurnReport empty,
      Redactor redactor,
      String why) {
    LostInvocation lost = LostInvocation.read(runDirectory, record, mode, empty, redactor, why);
    return tables -> lost.record(tables, redactor);
  }

  /** The same for the same turn, so that it is known without asking the agent. */
  private static String sessionOf(String run, int attempt, int turn) {
    return UUID.nameUUIDFromBytes(
            (run + "/" + attempt + "/" + turn).getBytes(StandardCharsets.UTF_8))
        .toString();
  }
}
