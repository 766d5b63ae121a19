package drover.cluster.turn;

import drover.cluster.turn.LogCopy.Known;
import drover.json.Json;
import drover.ledger.TurnRecord;
import java.util.Optional;

/**
 * What the ledger keeps of a turn in a cluster, so that whoever owns the run finds it again.
 *
 * @param job name of the Kubernetes Job
 * @param uid of it, since the cluster has made it; empty: it may not be there yet
 * @param first position after the first line of the log
 * @param read position up to which the log is reflected in events and spend
 */
public record PodHandle(
    String job, Optional<String> uid, Optional<LogPosition> first, LogPosition read) {

  /** A name is reserved. */
  static PodHandle of(String job) {
    return new PodHandle(job, Optional.empty(), Optional.empty(), LogPosition.START);
  }

  static Optional<PodHandle> of(TurnRecord record) {
    return record.handle().map(json -> Json.read(json, PodHandle.class));
  }

  PodHandle made(String newUid) {
    return new PodHandle(job, Optional.of(newUid), first, read);
  }

  PodHandle readTo(Optional<LogPosition> firstLine, LogPosition position) {
    return new PodHandle(job, uid, firstLine, position);
  }

  Known known() {
    return new Known(first, read);
  }

  String json() {
    return Json.write(this);
  }
}
