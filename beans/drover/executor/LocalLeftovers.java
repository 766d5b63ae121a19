package drover.executor;

import drover.follow.PriceTable;
import drover.follow.TurnReport;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.redact.Redactor;
import drover.run.Leftovers;
import drover.run.RunDirectory;
import drover.task.Task;
import java.nio.file.Path;
import java.util.List;

/** Agents that were processes of this machine. */
public final class LocalLeftovers implements Leftovers {
  private final Ledger ledger;
  private final PriceTable prices;
  private final Redactor redactor;
  private final Path dataDirectory;

  public LocalLeftovers(Ledger ledger, PriceTable prices, Redactor redactor, Path dataDirectory) {
    this.ledger = ledger;
    this.prices = prices;
    this.redactor = redactor;
    this.dataDirectory = dataDirectory;
  }

  @Override
  public List<Settlement> settle(RunRecord run) {
    String mode = Json.read(run.taskJson(), Task.class).mode().word();
    Path directory = RunDirectory.of(dataDirectory, run.id());
    return ledger.read().turns().all(run.id()).stream()
        .filter(turn -> turn.outcome().isEmpty() && turn.executor().equals(LocalExecutor.NAME))
        .map(
            turn -> LostInvocation.settled(directory, turn, mode, new TurnReport(prices), redactor))
        .map(lost -> (Settlement) tables -> lost.record(tables, redactor))
        .toList();
  }
}
