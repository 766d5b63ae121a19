package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.postgres.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** One PostgreSQL for several servers, what is asked of them, and what has to come of it. */
final class SharedLedger implements AutoCloseable {
  final PostgresServer postgres = PostgresServer.start();
  final Ledger ledger;
  private final Path directory;
  private final String database = postgres.newDatabase();
  private final Repository source;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Desk> desks = new ArrayList<>();

  SharedLedger(Path directory) {
    this.directory = directory;
    ledger = Ledger.open(postgres.address(database, directory.resolve("observer")));
    source = Repository.blog(directory.resolve("source"));
  }

  @Override
  public void close() {
    desks.forEach(Desk::close);
    client.close();
    ledger.close();
    postgres.close();
  }

  /** The version of the tables, as they are now. */
  int schema() throws SQLException {
    try (Connection connection = postgres.connect(database);
        Statement question = connection.createStatement();
        ResultSet row =
            question.executeQuery(
                "select max(cast(version as integer)) from flyway_schema_history")) {
      row.next();
      return row.getInt(1);
    }
  }

  Desk desk(String home, int databasePort) {
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

  static String url(Live server) {
    String line = server.awaitLine("drover serves at ");
    return line.replaceFirst("drover serves at ", "").split(",")[0];
  }

  List<String> publish(String url, int count) throws Exception {
    List<String> runs = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      HttpResponse<String> answer = post(url, "topic " + n);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      runs.add(Json.tree(answer.body()).path("run").asText());
    }
    return runs;
  }

  HttpResponse<String> post(String url, String topic) throws IOException, InterruptedException {
    String task =
        Json.write(Map.of("job", "publisher", "prompt", topic, "repo", source.path().toString()));
    return client.send(
        HttpRequest.newBuilder(URI.create(url + "/webhook"))
            .header("Authorization", "Bearer token")
            .POST(BodyPublishers.ofString(task))
            .build(),
        BodyHandlers.ofString());
  }

  RunRecord run(String id) {
    return ledger.read().runs().find(id).orElseThrow();
  }

  long in(List<String> runs, RunState state) {
    Predicate<String> isThere = id -> run(id).state() == state;
    return runs.stream().filter(isThere).count();
  }

  boolean isHeardOf(String instance) {
    return ledger
        .read()
        .instances()
        .find(instance)
        .filter(i -> i.silentMillis() < 2000)
        .isPresent();
  }

  /** One branch, two reviews, one effect each, and no message paid twice by the look of it. */
  void assertEachIsDoneOnce(List<String> runs) {
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

  static void await(String what, BooleanSupplier condition) {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not within a minute: " + what);
      }
      LockSupport.parkNanos(50_000_000); // the servers need the processor
    }
  }
}
