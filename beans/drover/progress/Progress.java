package drover.progress;

import drover.executor.LiveTurn;
import drover.follow.AgentEvent;
import drover.follow.AgentOutputReader;
import drover.follow.OutputLines.Line;
import drover.follow.SpendUpdate;
import drover.ledger.Ledger;
import drover.ledger.SpendRow;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.run.SpendWitness;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** Reads what a live turn prints, and records events, spend and position in its output together. */
public final class Progress {
  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Redactor redactor;
  private final SpendWitness witness;
  private final AgentOutputReader reader = new AgentOutputReader();

  public Progress(
      Ledger ledger, Journal journal, Clock clock, Redactor redactor, SpendWitness witness) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.redactor = redactor;
    this.witness = witness;
  }

  public FollowedLine read(@Variable("live") LiveTurn live, @Body Line line) {
    if (line.length() == 0) {
      return FollowedLine.endOfOutput(line.offsetAfter());
    }
    AgentEvent event =
        line.dropped()
            ? new AgentEvent.Malformed("a line of " + line.length() + " bytes")
            : read(line.bytes());
    Optional<SpendUpdate> spend = live.report().add(event);
    live.report().reached(line.offsetAfter());
    return new FollowedLine(event, spend, line.offsetAfter(), List.of());
  }

  /** Without secrets from here on: half of one, cut off by a shortened text, is not recognised. */
  private AgentEvent read(byte[] line) {
    byte[] clean = redactor.redact(line);
    return reader.read(clean, 0, clean.length);
  }

  /**
   * A line that changed nothing is not worth a commit; the next one that does moves on for both.
   */
  public void record(@Variable("live") LiveTurn live, @Body FollowedLine line) {
    if (line.notes().isEmpty() && line.spend().isEmpty()) {
      return;
    }
    double added =
        ledger.write(
            tables -> {
              tables.runs().fenced(live.run().claim());
              line.notes()
                  .forEach(
                      note ->
                          journal.append(
                              tables, live.run().id(), note.type(), note.text(), note.details()));
              tables.turns().readTo(live.record(), line.offsetAfter());
              live.handleAt(line.offsetAfter())
                  .ifPresent(handle -> tables.turns().handle(live.record(), handle));
              return line.spend()
                  .map(row -> tables.spend().put(live.record(), row(live, row)))
                  .orElse(0.0);
            });
    witness.spent(live.run().task(), added);
  }

  private SpendRow row(LiveTurn live, SpendUpdate update) {
    return new SpendRow(update.id(), update.usd(), clock.now(), live.run().task().mode().word());
  }
}
