package drover.executor;

import drover.follow.AgentOutputReader;
import drover.follow.OutputLines;
import drover.follow.SpendUpdate;
import drover.follow.TurnEnd;
import drover.follow.TurnOutcome;
import drover.follow.TurnReport;
import drover.json.Json;
import drover.ledger.SpendRow;
import drover.ledger.Tables;
import drover.ledger.TurnRecord;
import drover.machine.ProcessIdentity;
import drover.machine.ProcessMark;
import drover.machine.ProcessTree;
import drover.redact.Redactor;
import drover.turn.TurnFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An invocation whose factory died, as its output shows it.
 *
 * @param spend of all that it printed
 * @param lastSign when it last printed something; how long its factory has been gone is not its
 *     time
 */
record LostInvocation(
    TurnRecord record, TurnFacts facts, List<SpendRow> spend, long outputBytes, Instant lastSign) {

  /**
   * Kills what is left of it, reads its output to the end, and believes it when that says that it
   * had succeeded before.
   *
   * @param mode of the run's task
   * @param report nothing was told to yet
   */
  static LostInvocation settled(
      Path runDirectory, TurnRecord record, String mode, TurnReport report, Redactor redactor) {
    record
        .handle()
        .map(handle -> Json.read(handle, ProcessIdentity.class))
        .flatMap(ProcessIdentity::find)
        .map(ProcessTree::new)
        .ifPresent(ProcessTree::kill);
    ProcessMark.ofRun(runDirectory).killAll();
    return read(
        runDirectory, record, mode, report, redactor, "lost: the factory died while it ran");
  }

  /**
   * The same where nothing of it runs on this machine.
   *
   * @param why it is lost: a code, a colon and a sentence
   */
  static LostInvocation read(
      Path runDirectory,
      TurnRecord record,
      String mode,
      TurnReport report,
      Redactor redactor,
      String why) {
    Map<String, Double> spend = new LinkedHashMap<>();
    Path output = runDirectory.resolve(record.file());
    readAll(output, report, redactor, spend);
    Instant lastSign = lastSign(output, record);
    TurnEnd told = report.end();
    TurnEnd end =
        told.outcome() == TurnOutcome.SUCCEEDED
            ? told
            : new TurnEnd(TurnOutcome.LOST, why, Optional.empty());
    return new LostInvocation(
        record,
        TurnFacts.of(report, end, record.session()),
        spend.entrySet().stream()
            .map(row -> new SpendRow(row.getKey(), row.getValue(), lastSign, mode))
            .toList(),
        report.bytes(),
        lastSign);
  }

  /**
   * @return USD that came to the spend of the run
   */
  double record(Tables tables, Redactor redactor) {
    double added = spend.stream().mapToDouble(row -> tables.spend().put(record, row)).sum();
    tables.turns().readTo(record, outputBytes);
    end(tables, record, facts, redactor, lastSign);
    return added;
  }

  private static Instant lastSign(Path output, TurnRecord record) {
    try {
      return Files.exists(output)
          ? Files.getLastModifiedTime(output).toInstant()
          : record.startedAt();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + output, e);
    }
  }

  /** How an invocation ended, lost or not. */
  static void end(
      Tables tables, TurnRecord record, TurnFacts facts, Redactor redactor, Instant now) {
    if (!facts.costEstimated()) {
      tables.spend().settle(record);
    }
    String report = redactor.redact(Json.write(facts));
    tables.turns().end(record, facts.sessionId(), facts.outcome(), report, now);
  }

  private static void readAll(
      Path output, TurnReport report, Redactor redactor, Map<String, Double> spend) {
    AgentOutputReader reader = new AgentOutputReader();
    if (!Files.exists(output)) {
      return;
    }
    try (InputStream input = Files.newInputStream(output);
        OutputLines lines = new OutputLines(input)) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        byte[] bytes = redactor.redact(line.get().bytes());
        Optional<SpendUpdate> update = report.add(reader.read(bytes, 0, bytes.length));
        update.ifPresent(row -> spend.put(row.id(), row.usd()));
        report.reached(line.get().offsetAfter());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + output, e);
    }
  }
}
