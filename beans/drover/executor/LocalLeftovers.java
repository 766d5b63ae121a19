package drover.executor;

import drover.follow.PriceTable;
import drover.follow.TurnReport;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.machine.ProcessMark;
import drover.redact.Redactor;
import drover.run.Leftovers;
import drover.run.RunDirectory;
import drover.sandbox.ContainerEngine;
import drover.task.Task;
import java.nio.file.Path;
import java.util.List;

/** Agents that were processes of this machine. */
public final class LocalLeftovers implements Leftovers {
  private final Ledger ledger;
  private final PriceTable prices;
  private final Redactor redactor;
  private final ContainerEngine containers;
  private final Path dataDirectory;

  public LocalLeftovers(
      Ledger ledger,
      PriceTable prices,
      Redactor redactor,
      ContainerEngine containers,
      Path dataDirectory) {
    this.containers = containers;
    this.ledger = ledger;
    this.prices = prices;
    this.redactor = redactor;
    this.dataDirectory = dataDirectory;
  }

  @Override
  public List<Settlement> settle(RunRecord run) {
    Task task = Json.read(run.taskJson(), Task.class);
    String mode = task.mode().word();
    Path directory = RunDirectory.of(dataDirectory, run.id());
    containers.clear(task, ProcessMark.ofRun(directory));
    return ledger.read().turns().all(run.id()).stream()
        .filter(turn -> turn.outcome().isEmpty() && LocalExecutor.PLACES.contains(turn.executor()))
        .map(
            turn -> LostInvocation.settled(directory, turn, mode, new TurnReport(prices), redactor))
        .map(lost -> (Settlement) tables -> lost.record(tables, redactor))
        .toList();
  }
}
