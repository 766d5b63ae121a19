package drover.cluster.presence;

import static org.assertj.core.api.Assertions.assertThat;

import drover.cluster.FakeCluster;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.ledger.PresenceTable.Present;
import drover.ledger.RunRecord;
import drover.run.ManualClock;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped route, a ledger, and a cluster that shows what is in it. */
class LeasesTest {
  private final ManualClock clock = new ManualClock();
  private final FakeCluster cluster = new FakeCluster();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final String run = "rabcdefghijklmnop";
  private Ledger ledger;

  @BeforeEach
  void listen(@TempDir Path folder) throws Exception {
    ledger = Ledger.open(folder);
    begin();
    camel
        .getRegistry()
        .bind("leases", new Leases(cluster::client, () -> FakeCluster.NAMESPACE, ledger, clock));
    String yaml =
        Files.readString(Path.of("routes/presence-leases.yaml"))
            .replaceFirst("timer:presence-leases\\n +parameters:\\n.*\\n.*\\n", "direct:tick\n");
    assertThat(yaml).contains("direct:tick");
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("l.yaml", yaml));
    camel.start();
  }

  @AfterEach
  void close() {
    camel.stop();
    ledger.close();
    cluster.close();
  }

  @Test
  void a_claim_is_a_lease_that_says_who_works_where_until_when() {
    claim();
    tick();

    assertThat(leases())
        .singleElement()
        .satisfies(
            lease -> {
              assertThat(lease.getMetadata().getName()).isEqualTo("drover-" + run);
              assertThat(lease.getMetadata().getAnnotations())
                  .containsEntry("agents.kyle.pericak.com/resource", "repo:acme/site");
              assertThat(lease.getSpec().getHolderIdentity())
                  .isEqualTo("AFK #12 (run %s)".formatted(run));
              assertThat(lease.getSpec().getLeaseDurationSeconds()).isEqualTo(60);
            });
  }

  @Test
  void a_heartbeat_renews_it() {
    claim();
    tick();
    var first = leases().getFirst().getSpec();
    clock.advance(Duration.ofSeconds(15));
    claim();
    tick();

    assertThat(leases().getFirst().getSpec().getRenewTime())
        .isEqualTo(first.getRenewTime().plusSeconds(15));
    assertThat(leases().getFirst().getSpec().getAcquireTime()).isEqualTo(first.getAcquireTime());
  }

  @Test
  void it_goes_when_the_claim_has_ended_and_others_leases_stay() {
    cluster
        .operator()
        .leases()
        .inNamespace(FakeCluster.NAMESPACE)
        .resource(new LeaseBuilder().withNewMetadata().withName("theirs").endMetadata().build())
        .create();
    claim();
    tick();
    clock.advance(Duration.ofSeconds(61));
    tick();

    assertThat(leases())
        .extracting(lease -> lease.getMetadata().getName())
        .containsExactly("theirs");
  }

  @Test
  void a_cluster_that_is_away_stops_nothing() {
    claim();
    cluster.refuse(503, "away");
    tick();
    tick();

    assertThat(leases()).hasSize(1);
  }

  private void begin() {
    ledger.write(
        tables -> {
          tables
              .runs()
              .insert(
                  new NewRun(
                      run,
                      "poll",
                      "key",
                      "digest",
                      "{}",
                      "implement-issue",
                      Optional.empty(),
                      "real",
                      "claude",
                      0,
                      clock.now()));
          RunRecord seen = tables.runs().find(run).orElseThrow();
          return tables.runs().claim(seen, "here", clock.now());
        });
  }

  private void claim() {
    var now = clock.now();
    ledger.write(
        tables -> {
          tables
              .presence()
              .claim(new Present(run, "repo:acme/site", "AFK #12", now, now.plusSeconds(60)));
          return run;
        });
  }

  private void tick() {
    camel.createProducerTemplate().sendBody("direct:tick", "tick");
  }

  private List<Lease> leases() {
    return cluster.operator().leases().inNamespace(FakeCluster.NAMESPACE).list().getItems();
  }
}
