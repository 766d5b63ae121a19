package drover.factory;

import drover.cluster.access.ClusterAccess;
import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.TurnObjects;
import drover.cluster.turn.ClusterLeftovers;
import drover.cluster.turn.ClusterObjects;
import drover.cluster.turn.ClusterTurnSettings;
import drover.cluster.turn.ClusterTurns;
import drover.cluster.turn.TurnCluster;
import drover.cluster.turn.TurnDescriptions;
import drover.config.Settings;
import drover.executor.Invocations;
import drover.executor.LiveOutputs;
import drover.follow.PriceTable;
import drover.ledger.Ledger;
import drover.limit.Limits;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.run.Leftovers;
import drover.run.SpendWitness;
import drover.turn.AgentCommands;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/** The parts that carry out turns as Kubernetes Jobs. */
final class ClusterTurnParts implements AutoCloseable {
  private static final int MOST_RETRIES = 3;

  /** A pod gets half a minute to end, unless it says otherwise. */
  private static final Duration GRACE = Duration.ofSeconds(45);

  private final ClusterAccess access;
  private final Ledger ledger;
  private final PriceTable prices;
  private final Redactor redactor;
  private final TurnCluster cluster;
  private final ClusterTurns turns;
  private final ClusterObjects objects;

  ClusterTurnParts(
      Settings settings,
      Ledger ledger,
      Journal journal,
      Clock clock,
      Limits limits,
      Redactor redactor,
      SpendWitness witness,
      LiveOutputs outputs,
      AgentCommands agents,
      ClusterAccess access,
      TurnDescriptions descriptions,
      TurnObjects turnObjects) {
    this.access = access;
    this.ledger = ledger;
    this.prices = Prices.of(settings);
    this.redactor = redactor;
    this.cluster =
        new TurnCluster(
            access::client,
            access::namespace,
            Map.of(ClusterRun.MANAGED_BY, ClusterRun.FACTORY, ClusterRun.PART, "turn"));
    this.objects = new ClusterObjects(access::client);
    this.turns =
        new ClusterTurns(
            ledger,
            journal,
            clock,
            prices,
            limits,
            redactor,
            agents,
            new Invocations(ledger, clock, redactor, witness),
            outputs,
            cluster,
            descriptions,
            turnObjects,
            new ClusterTurnSettings(
                settings.turn().poll(),
                Duration.ofMinutes(settings.kubernetes().pendingMinutes()),
                settings.kubernetes().podRetries(),
                GRACE));
  }

  /** The beans that routes call, by the names they use. */
  Map<String, Object> forRoutes() {
    return Map.of(
        "clusterTurns",
        turns,
        "clusterObjects",
        objects,
        "clusterRetries",
        (Predicate) this::isWorthAnotherTry,
        "kubernetesClient",
        whenNeeded());
  }

  /** Of runs that nobody executes. */
  Leftovers leftovers(Path dataDirectory) {
    return new ClusterLeftovers(ledger, prices, redactor, dataDirectory, cluster);
  }

  @Override
  public void close() {
    cluster.close();
  }

  private boolean isWorthAnotherTry(Exchange exchange) {
    int tries = exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
    return tries <= MOST_RETRIES
        && objects.isWorthAnotherTry(
            exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
  }

  /** Endpoints want their client when they are made; most factories never need one. */
  private KubernetesClient whenNeeded() {
    return (KubernetesClient)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KubernetesClient.class},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> "the client of the cluster, when it is needed";
                };
              }
              try {
                return method.invoke(access.client(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
