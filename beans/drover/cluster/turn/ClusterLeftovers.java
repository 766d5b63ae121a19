package drover.cluster.turn;

import drover.executor.Invocations;
import drover.follow.PriceTable;
import drover.follow.TurnReport;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.TurnRecord;
import drover.redact.Redactor;
import drover.run.Leftovers;
import drover.run.RunDirectory;
import drover.task.Task;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agents that were left in pods: their log is read once more, and their Jobs are deleted. */
public final class ClusterLeftovers implements Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLeftovers.class);

  private final Ledger ledger;
  private final PriceTable prices;
  private final Redactor redactor;
  private final Path dataDirectory;
  private final TurnCluster cluster;

  public ClusterLeftovers(
      Ledger ledger,
      PriceTable prices,
      Redactor redactor,
      Path dataDirectory,
      TurnCluster cluster) {
    this.ledger = ledger;
    this.prices = prices;
    this.redactor = redactor;
    this.dataDirectory = dataDirectory;
    this.cluster = cluster;
  }

  @Override
  public List<Settlement> settle(RunRecord run) {
    String mode = Json.read(run.taskJson(), Task.class).mode().word();
    Path directory = RunDirectory.of(dataDirectory, run.id());
    return ledger.read().turns().all(run.id()).stream()
        .filter(turn -> turn.outcome().isEmpty())
        .filter(turn -> turn.executor().equals(ClusterTurns.EXECUTOR))
        .map(turn -> settled(directory, turn, mode))
        .toList();
  }

  private Settlement settled(Path directory, TurnRecord turn, String mode) {
    Optional<PodHandle> handle = PodHandle.of(turn);
    TurnReport report = new TurnReport(prices);
    handle.ifPresent(known -> end(known, directory.resolve(turn.file()), turn, report));
    return Invocations.lost(
        directory,
        turn,
        mode,
        report,
        redactor,
        "lost: its pod was ended while nobody followed it");
  }

  private void end(PodHandle handle, Path output, TurnRecord turn, TurnReport report) {
    double recorded =
        ledger.read().spend().ofInvocation(turn.run(), turn.turn(), turn.invocation());
    try (LogCopy copy = LogCopy.open(output, handle.known(), LOG::info)) {
      copy.connect();
      cluster.podsNow(handle.job()).stream().findFirst().ifPresent(pod -> read(pod, copy));
      copy.finish();
      if (copy.isFilledUp()) {
        report.carry(recorded);
      }
    }
    cluster.delete(handle.job());
  }

  private void read(Pod pod, LogCopy copy) {
    copy.feed(cluster.logNow(pod, ClusterTurns.CONTAINER, copy.position().at()));
  }
}
