package drover.executor;

import drover.follow.PriceTable;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Leftovers;
import drover.run.RunDirectory;
import java.nio.file.Path;
import java.util.List;

/** Agents that were processes of this machine. */
public final class LocalLeftovers implements Leftovers {
  private final Ledger ledger;
  private final Clock clock;
  private final PriceTable prices;
  private final Redactor redactor;
  private final Path dataDirectory;

  public LocalLeftovers(
      Ledger ledger, Clock clock, PriceTable prices, Redactor redactor, Path dataDirectory) {
    this.ledger = ledger;
    this.clock = clock;
    this.prices = prices;
    this.redactor = redactor;
    this.dataDirectory = dataDirectory;
  }

  @Override
  public List<Settlement> settle(RunRecord run) {
    Path directory = RunDirectory.of(dataDirectory, run.id());
    return ledger.read().turns().all(run.id()).stream()
        .filter(turn -> turn.outcome().isEmpty())
        .map(turn -> LostInvocation.settled(directory, turn, prices, redactor))
        .map(lost -> (Settlement) tables -> lost.record(tables, redactor, clock.now()))
        .toList();
  }
}
