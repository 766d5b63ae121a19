package drover.cluster.presence;

import drover.ledger.Ledger;
import drover.ledger.PresenceTable.Present;
import drover.machine.Clock;
import drover.run.Causes;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows in the cluster what the ledger says of who is at work where, a {@code
 * coordination.k8s.io/v1} Lease for each running run. It keeps nobody out, and nothing here is ever
 * read back: the ledger decides. Every server writes the same, so that one is enough.
 */
public final class Leases {
  /** What tells these from other Leases of the namespace. */
  static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/managed-by", "drover", "app.kubernetes.io/component", "presence");

  private static final String RESOURCE = "agents.kyle.pericak.com/resource";
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final Supplier<KubernetesClient> client;
  private final Supplier<String> namespace;
  private final Ledger ledger;
  private final Clock clock;

  public Leases(
      Supplier<KubernetesClient> client, Supplier<String> namespace, Ledger ledger, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Claims that hold now. */
  public List<Present> claimed() {
    return ledger.read().presence().at(clock.now());
  }

  /** The Lease of a claim is there, and says when it was renewed. */
  public void renew(@Body Present present) {
    Lease lease = lease(present);
    client
        .get()
        .leases()
        .inNamespace(namespace.get())
        .resource(lease)
        .createOr(NonDeletingOperation::update);
  }

  /** Leases of runs that claim nothing any more. */
  public List<Lease> over() {
    Set<String> names = claimed().stream().map(Leases::nameOf).collect(Collectors.toSet());
    return client
        .get()
        .leases()
        .inNamespace(namespace.get())
        .withLabels(LABELS)
        .list()
        .getItems()
        .stream()
        .filter(lease -> !names.contains(lease.getMetadata().getName()))
        .toList();
  }

  public void release(@Body Lease lease) {
    client.get().leases().inNamespace(namespace.get()).resource(lease).delete();
  }

  /** The cluster does not answer; the next heartbeat comes by itself, and Leases grow old. */
  public void complain(Exception failure) {
    LOG.warn(
        "Presence cannot be shown in the cluster now: {}", Causes.innermost(failure).getMessage());
  }

  private Lease lease(Present present) {
    Duration lasts = Duration.between(clock.now(), present.expiresAt());
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(nameOf(present))
        .withLabels(LABELS)
        .addToAnnotations(RESOURCE, present.resource())
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity("%s (run %s)".formatted(present.purpose(), present.run()))
        .withAcquireTime(ZonedDateTime.ofInstant(present.claimedAt(), ZoneOffset.UTC))
        .withRenewTime(ZonedDateTime.ofInstant(clock.now(), ZoneOffset.UTC))
        .withLeaseDurationSeconds((int) Math.max(1, lasts.toSeconds()))
        .endSpec()
        .build();
  }

  private static String nameOf(Present present) {
    return "drover-" + present.run();
  }
}
