package drover.executor;

import drover.follow.AgentOutputReader;
import drover.follow.OutputLines;
import drover.follow.PriceTable;
import drover.follow.SpendUpdate;
import drover.follow.TurnEnd;
import drover.follow.TurnOutcome;
import drover.follow.TurnReport;
import drover.json.Json;
import drover.json.WireWord;
import drover.ledger.Tables;
import drover.ledger.TurnRecord;
import drover.machine.ProcessIdentity;
import drover.machine.ProcessMark;
import drover.machine.ProcessTree;
import drover.redact.Redactor;
import drover.turn.Purpose;
import drover.turn.TurnFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An invocation whose factory died, as its output shows it.
 *
 * @param spend USD by row, of all that it printed
 */
record LostInvocation(
    TurnRecord record, TurnFacts facts, Map<String, Double> spend, long outputBytes) {

  /**
   * Kills what is left of it, reads its output to the end, and believes it when that says that it
   * had succeeded before.
   */
  static LostInvocation settled(
      Path runDirectory, TurnRecord record, PriceTable prices, Redactor redactor) {
    record
        .handle()
        .map(handle -> Json.read(handle, ProcessIdentity.class))
        .flatMap(ProcessIdentity::find)
        .map(ProcessTree::new)
        .ifPresent(ProcessTree::kill);
    markOf(runDirectory, record).killAll();
    Map<String, Double> spend = new LinkedHashMap<>();
    TurnReport report = readAll(runDirectory.resolve(record.file()), prices, redactor, spend);
    TurnEnd told = report.end();
    TurnEnd end =
        told.outcome() == TurnOutcome.SUCCEEDED
            ? told
            : new TurnEnd(
                TurnOutcome.LOST, "lost: the factory died while it ran", Optional.empty());
    return new LostInvocation(
        record, TurnFacts.of(report, end, record.session()), spend, report.bytes());
  }

  /** Every agent of a run, and nothing else, lives in a home directory of the run. */
  static ProcessMark markOf(Path runDirectory, TurnRecord record) {
    Purpose purpose = WireWord.parse(Purpose.class, record.purpose());
    return new ProcessMark("HOME", runDirectory.resolve(purpose.home()).toString());
  }

  void record(Tables tables, Redactor redactor, Instant now) {
    spend.forEach((id, usd) -> tables.spend().put(record, id, usd));
    tables.turns().readTo(record, outputBytes);
    end(tables, record, facts, redactor, now);
  }

  /** How an invocation ended, lost or not. */
  static void end(
      Tables tables, TurnRecord record, TurnFacts facts, Redactor redactor, Instant now) {
    if (!facts.costEstimated()) {
      tables.spend().settle(record);
    }
    tables.turns().end(record, facts.outcome(), redactor.redact(Json.write(facts)), now);
  }

  private static TurnReport readAll(
      Path output, PriceTable prices, Redactor redactor, Map<String, Double> spend) {
    TurnReport report = new TurnReport(prices);
    AgentOutputReader reader = new AgentOutputReader();
    if (!Files.exists(output)) {
      return report;
    }
    try (InputStream input = Files.newInputStream(output);
        OutputLines lines = new OutputLines(input)) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        byte[] bytes = redactor.redact(line.get().bytes());
        Optional<SpendUpdate> update = report.add(reader.read(bytes, 0, bytes.length));
        update.ifPresent(row -> spend.put(row.id(), row.usd()));
        report.reached(line.get().offsetAfter());
      }
      return report;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + output, e);
    }
  }
}
