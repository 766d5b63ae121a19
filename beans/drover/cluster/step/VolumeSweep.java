package drover.cluster.step;

import drover.cluster.access.ClusterAccess;
import drover.cluster.launch.ClusterRun;
import drover.ledger.Ledger;
import drover.ledger.RunState;
import drover.machine.Clock;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;

/** Finds volumes that nobody needs any more. One of a run that this ledger does not know stays. */
public final class VolumeSweep {
  private final ClusterAccess access;
  private final Ledger ledger;
  private final Clock clock;
  private final Duration kept;

  /**
   * @param kept how long that of a run stays which did not succeed
   */
  public VolumeSweep(ClusterAccess access, Ledger ledger, Clock clock, Duration kept) {
    this.access = access;
    this.ledger = ledger;
    this.clock = clock;
    this.kept = kept;
  }

  /** Whether there is a cluster at all. */
  public boolean isMeant() {
    return access.isConfigured();
  }

  /** Names of the claims to be deleted. */
  public List<String> due() {
    return access
        .client()
        .persistentVolumeClaims()
        .inNamespace(access.namespace())
        .withLabels(Map.of(ClusterRun.MANAGED_BY, ClusterRun.FACTORY, ClusterRun.PART, "workspace"))
        .list()
        .getItems()
        .stream()
        .filter(this::isDue)
        .map(claim -> claim.getMetadata().getName())
        .toList();
  }

  public void delete(@Body String claim) {
    access
        .client()
        .persistentVolumeClaims()
        .inNamespace(access.namespace())
        .withName(claim)
        .delete();
  }

  private boolean isDue(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(ClusterRun.RUN))
        .flatMap(run -> ledger.read().runs().find(run))
        .filter(run -> run.state().isEnded())
        .filter(
            run ->
                run.state() == RunState.SUCCEEDED
                    || run.finishedAt()
                        .filter(at -> at.plus(kept).isBefore(clock.now()))
                        .isPresent())
        .isPresent();
  }
}
