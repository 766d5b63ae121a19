package drover.executor;

import drover.follow.AgentOutputReader;
import drover.follow.OutputLines;
import drover.follow.PriceTable;
import drover.follow.SpendUpdate;
import drover.follow.TurnEnd;
import drover.follow.TurnOutcome;
import drover.follow.TurnReport;
import drover.json.Json;
import drover.ledger.Claim;
import drover.ledger.Ledger;
import drover.ledger.SpendRow;
import drover.ledger.TurnRecord;
import drover.machine.Clock;
import drover.machine.ProcessIdentity;
import drover.machine.ProcessTree;
import drover.redact.Redactor;
import drover.run.RunExecution;
import drover.turn.Assignment;
import drover.turn.TurnFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The recorded invocations of a turn: reserves new ones, settles those that lost their factory. */
final class Invocations {
  private final Ledger ledger;
  private final Clock clock;
  private final PriceTable prices;
  private final Redactor redactor;

  Invocations(Ledger ledger, Clock clock, PriceTable prices, Redactor redactor) {
    this.redactor = redactor;
    this.ledger = ledger;
    this.clock = clock;
    this.prices = prices;
  }

  Optional<TurnRecord> latest(RunExecution run, Assignment assignment) {
    return ledger.read().turns().latest(run.claim(), run.position(), assignment.purpose().word());
  }

  /** Reserves the next invocation: of the turn that is there, or the first of a new one. */
  TurnRecord reserve(RunExecution run, Assignment assignment, Optional<TurnRecord> before) {
    Claim claim = run.claim();
    return ledger.write(
        tables -> {
          tables.runs().fenced(claim);
          int turn =
              before.map(TurnRecord::turn).orElseGet(() -> tables.turns().nextTurn(run.id()));
          int invocation = before.map(earlier -> earlier.invocation() + 1).orElse(1);
          String session =
              assignment.resume().orElseGet(() -> sessionOf(claim.run(), claim.attempt(), turn));
          TurnRecord record =
              new TurnRecord(
                  claim.run(),
                  claim.attempt(),
                  turn,
                  invocation,
                  run.position(),
                  assignment.purpose().word(),
                  "local",
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
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.turns().handle(record, Json.write(ProcessIdentity.of(process)));
          return record;
        });
  }

  void ended(RunExecution run, TurnRecord record, TurnFacts facts) {
    ended(run, record, facts, clock.now());
  }

  private void ended(RunExecution run, TurnRecord record, TurnFacts facts, Instant at) {
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          if (!facts.costEstimated()) {
            tables.spend().settle(record);
          }
          String report = redactor.redact(Json.write(facts));
          tables.turns().end(record, facts.outcome(), report, at);
          return facts;
        });
  }

  /**
   * Settles an invocation whose factory died: kills what is left of it, counts its spend from its
   * output, and believes it when that output says that it succeeded before.
   */
  TurnFacts settle(RunExecution run, TurnRecord record) {
    record
        .handle()
        .map(handle -> Json.read(handle, ProcessIdentity.class))
        .flatMap(ProcessIdentity::find)
        .map(ProcessTree::new)
        .ifPresent(ProcessTree::kill);
    run.mark().killAll();
    Map<String, Double> spend = new LinkedHashMap<>();
    Path output = run.directory().resolve(record.file());
    TurnReport report = readAll(output, spend);
    Instant lastSign = lastSign(output, record);
    TurnEnd told = report.end();
    TurnEnd end =
        told.outcome() == TurnOutcome.SUCCEEDED
            ? told
            : new TurnEnd(
                TurnOutcome.LOST, "lost: the factory died while it ran", Optional.empty());
    TurnFacts facts = TurnFacts.of(report, end, record.session());
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          spend.forEach(
              (id, usd) ->
                  tables
                      .spend()
                      .put(record, new SpendRow(id, usd, lastSign, run.task().mode().word())));
          tables.turns().readTo(record, report.bytes());
          return record;
        });
    ended(run, record, facts, lastSign);
    return facts;
  }

  /** It ran until it last said something; how long its factory has been gone is not its time. */
  private static Instant lastSign(Path output, TurnRecord record) {
    try {
      return Files.exists(output)
          ? Files.getLastModifiedTime(output).toInstant()
          : record.startedAt();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + output, e);
    }
  }

  private TurnReport readAll(Path output, Map<String, Double> spend) {
    TurnReport report = new TurnReport(prices);
    AgentOutputReader reader = new AgentOutputReader();
    if (!Files.exists(output)) {
      return report;
    }
    try (InputStream input = Files.newInputStream(output);
        OutputLines lines = new OutputLines(input)) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        byte[] bytes = line.get().bytes();
        Optional<SpendUpdate> update = report.add(reader.read(bytes, 0, bytes.length));
        update.ifPresent(row -> spend.put(row.id(), row.usd()));
        report.reached(line.get().offsetAfter());
      }
      return report;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + output, e);
    }
  }

  /** The same for the same turn, so that it is known without asking the agent. */
  private static String sessionOf(String run, int attempt, int turn) {
    return UUID.nameUUIDFromBytes(
            (run + "/" + attempt + "/" + turn).getBytes(StandardCharsets.UTF_8))
        .toString();
  }
}
