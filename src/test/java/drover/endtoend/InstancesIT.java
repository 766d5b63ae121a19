package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.machine.ProcessIdentity;
import drover.postgres.Cable;
import drover.postgres.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several servers on one PostgreSQL: killed, frozen, cut off; and PostgreSQL itself restarted. */
@Timeout(180)
class InstancesIT {
  private static final int RUNS = 6;

  @TempDir private Path directory;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Desk> desks = new ArrayList<>();
  private PostgresServer postgres;
  private String database;
  private Repository source;
  private Ledger ledger;

  @BeforeEach
  void sitDown() {
    postgres = PostgresServer.start();
    database = postgres.newDatabase();
    ledger = Ledger.open(postgres.address(database, directory.resolve("observer")));
    source = Repository.blog(directory.resolve("source"));
  }

  @AfterEach
  void leave() {
    desks.forEach(Desk::close);
    client.close();
    ledger.close();
    postgres.close();
  }

  @Test
  void whatAKilledInstanceBeganIsDoneOnceByAnotherOnTheSameDataDirectory() throws Exception {
    Desk desk = desk("shared", postgres.port()).with("DROVER_REHEARSAL_PAUSE", "0.3");
    Live one = desk.start("serve", "--rehearse");
    Live two = desk.start("serve", "--rehearse");
    String first = url(one);
    url(two);
    List<String> runs = publish(first, RUNS);
    await("two at work", () -> in(runs, RunState.RUNNING) >= 2);
    assertThat(ledger.read().instances().all()).hasSize(2);

    one.kill();

    await("all succeeded", () -> in(runs, RunState.SUCCEEDED) == RUNS);
    assertEachIsDoneOnce(runs);
  }

  @Test
  void aFrozenInstanceIsTakenForDeadAndLearnsThatItWasFencedWhenItThaws() throws Exception {
    Desk desk =
        desk("shared", postgres.port())
            .with("DROVER_INSTANCE_HEARTBEAT_SECONDS", "1")
            .with("DROVER_INSTANCE_LEASE_SECONDS", "4");
    Live frozen = desk.misbehaving("hang-once").start("serve", "--rehearse");
    String url = url(frozen);
    List<String> runs = publish(url, 1);
    await("a live turn", () -> !ledger.read().turns().all(runs.getFirst()).isEmpty());
    frozen.children();
    String owner = run(runs.getFirst()).owner().orElseThrow();

    frozen.freeze();
    url(desk.misbehaving("").start("serve", "--rehearse"));

    await("it is done by the other", () -> in(runs, RunState.SUCCEEDED) == 1);
    assertThat(run(runs.getFirst()).fence()).isEqualTo(2);
    frozen.thaw();
    await("it says again that it lives", () -> isHeardOf(owner));
    assertEachIsDoneOnce(runs);
    List<String> later = publish(url, 2);
    await("both work on", () -> in(later, RunState.SUCCEEDED) == 2);
    assertThat(run(runs.getFirst()).fence()).isEqualTo(2);
  }

  @Test
  void aRunWhoseFilesAreElsewhereWaitsForThatPlaceAndSaysWhereItIs() throws Exception {
    Desk home = desk("home", postgres.port()).misbehaving("hang-once");
    Desk other = desk("other", postgres.port());
    Live one = home.start("serve", "--rehearse");
    List<String> runs = publish(url(one), 1);
    await("a live turn", () -> !ledger.read().turns().all(runs.getFirst()).isEmpty());
    url(other.start("serve", "--rehearse"));

    one.kill();

    await("it waits", () -> in(runs, RunState.WAITING) == 1);
    RunRecord waiting = run(runs.getFirst());
    assertThat(waiting.waitingFor()).contains("executor");
    assertThat(waiting.reason().orElseThrow())
        .contains(home.home.toString(), ProcessIdentity.ofThisProcess().host());
    assertThat(other.drover("why", runs.getFirst()).out())
        .contains("stopped at place", home.home.toString());

    url(home.misbehaving("").start("serve", "--rehearse"));
    await("it goes on where its files are", () -> in(runs, RunState.SUCCEEDED) == 1);
    assertEachIsDoneOnce(runs);
  }

  @Test
  void aRestartOfPostgresUnderLoadLosesAndDoublesNothing() throws Exception {
    Desk desk = desk("shared", postgres.port()).with("DROVER_REHEARSAL_PAUSE", "0.3");
    Live one = desk.start("serve", "--rehearse");
    Live two = desk.start("serve", "--rehearse");
    String first = url(one);
    url(two);
    List<String> runs = publish(first, RUNS);
    await("two at work", () -> in(runs, RunState.RUNNING) >= 2);

    postgres.crash();
    HttpResponse<String> refused = post(first, "while it is away");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    postgres.launch();

    await("all succeeded", () -> in(runs, RunState.SUCCEEDED) == RUNS);
    assertEachIsDoneOnce(runs);
  }

  @Test
  void anInstanceThatIsCutOffStopsItsTurnsAndGoesOnWhenItIsBack() throws Exception {
    try (Cable cable = Cable.to(postgres.port())) {
      Desk desk =
          desk("shared", cable.port())
              .with("DROVER_INSTANCE_HEARTBEAT_SECONDS", "1")
              .with("DROVER_INSTANCE_LEASE_SECONDS", "4");
      Live cut = desk.misbehaving("hang-once").start("serve", "--rehearse");
      String url = url(cut);
      List<String> runs = publish(url, 1);
      await("a live turn", () -> !ledger.read().turns().all(runs.getFirst()).isEmpty());
      List<ProcessHandle> agents = cut.children();

      cable.cut();

      await("its turn stops", () -> agents.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(run(runs.getFirst()).state()).isEqualTo(RunState.RUNNING);
      cable.mend();
      await("it goes on by itself", () -> in(runs, RunState.SUCCEEDED) == 1);
      assertEachIsDoneOnce(runs);
    }
  }

  private Desk desk(String home, int databasePort) {
    Path folder = directory.resolve(home);
    folder.toFile().mkdirs();
    Desk desk =
        new Desk(folder)
            .with("AI_WEBHOOK_TOKEN", "token")
            .with("DROVER_HTTP_HOST", "127.0.0.1")
            .with("DROVER_HTTP_PORT", "0")
            .with("DROVER_HTTP_MANAGEMENT_PORT", "0")
            .with("DROVER_REHEARSAL_PAUSE", "0")
            .with(
                "DROVER_LEDGER_URL",
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(databasePort, database))
            .with("DROVER_LEDGER_USER", PostgresServer.USER)
            .with("DROVER_LEDGER_PASSWORD", PostgresServer.PASSWORD);
    desks.add(desk);
    return desk;
  }

  private static String url(Live server) {
    String line = server.awaitLine("drover serves at ");
    return line.replaceFirst("drover serves at ", "").split(",")[0];
  }

  private List<String> publish(String url, int count) throws Exception {
    List<String> runs = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      HttpResponse<String> answer = post(url, "topic " + n);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      runs.add(Json.tree(answer.body()).path("run").asText());
    }
    return runs;
  }

  private HttpResponse<String> post(String url, String topic)
      throws IOException, InterruptedException {
    String task =
        Json.write(Map.of("job", "publisher", "prompt", topic, "repo", source.path().toString()));
    return client.send(
        HttpRequest.newBuilder(URI.create(url + "/webhook"))
            .header("Authorization", "Bearer token")
            .POST(BodyPublishers.ofString(task))
            .build(),
        BodyHandlers.ofString());
  }

  private RunRecord run(String id) {
    return ledger.read().runs().find(id).orElseThrow();
  }

  private long in(List<String> runs, RunState state) {
    Predicate<String> isThere = id -> run(id).state() == state;
    return runs.stream().filter(isThere).count();
  }

  private boolean isHeardOf(String instance) {
    return ledger
        .read()
        .instances()
        .find(instance)
        .filter(i -> i.silentMillis() < 2000)
        .isPresent();
  }

  /** One branch, two reviews, one effect each, and no message paid twice by the look of it. */
  private void assertEachIsDoneOnce(List<String> runs) {
    assertThat(runs.stream().map(id -> run(id).branch().orElseThrow()).distinct())
        .hasSameSizeAs(runs);
    for (String run : runs) {
      assertThat(run(run).state()).as(run(run).toString()).isEqualTo(RunState.SUCCEEDED);
      assertThat(ledger.read().effects().ofRun(run)).as("effects of " + run).hasSize(1);
      assertThat(ledger.read().steps().active(run))
          .extracting(step -> step.name() + step.ordinal())
          .doesNotHaveDuplicates();
    }
    assertThat(source.agentBranches().size()).isGreaterThanOrEqualTo(runs.size());
  }

  private static void await(String what, BooleanSupplier condition) {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not within a minute: " + what);
      }
      LockSupport.parkNanos(50_000_000); // the servers need the processor
    }
  }
}
