package drover.run;

import drover.intake.Intake;
import drover.json.Json;
import drover.ledger.EventRecord;
import drover.ledger.EventType;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.StepRecord;
import drover.machine.ProcessIdentity;
import drover.redact.Redactor;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.Task;
import drover.task.TaskRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A data directory with a ledger, on which several instances may work. */
final class Floor implements AutoCloseable {
  static final Duration BEAT = Duration.ofSeconds(5);

  /** Long enough that no instance expires because a test is slow. */
  static final Duration LEASE = Duration.ofHours(1);

  final Path directory;
  final Ledger ledger;
  final ManualClock clock = new ManualClock();
  final Redactor redactor = new Redactor(Map.of());
  final Journal journal;
  final Owners owners = new Owners(LEASE);
  final List<Leftovers.Settlement> settlements = new ArrayList<>();
  final Cancellation cancellation;
  final List<List<StepRecord>> workspaceResets = new ArrayList<>();
  final Retry retry;
  final Approve approve;
  private final List<Worker> workers = new ArrayList<>();

  Floor(Path directory) {
    this.directory = directory;
    this.ledger = Ledger.open(directory);
    this.journal = new Journal(ledger, clock, redactor);
    this.cancellation = new Cancellation(ledger, journal, clock, owners, run -> settlements);
    Attempts attempts = new Attempts(journal, (run, kept) -> workspaceResets.add(kept));
    this.approve = new Approve(ledger, journal, clock, attempts);
    this.retry = new Retry(ledger, attempts);
  }

  Worker worker() {
    Worker worker = new Worker(this);
    workers.add(worker);
    return worker;
  }

  String submit(String key) {
    return submit(key, task(Map.of()));
  }

  String submit(String key, Task task) {
    return new Intake(ledger, journal, clock).record(request(key), task).run();
  }

  RunRecord run(String id) {
    return ledger.read().runs().find(id).orElseThrow();
  }

  List<String> steps(String id) {
    return ledger.read().steps().active(id).stream()
        .map(step -> step.name() + ":" + step.ordinal() + " " + step.state().word())
        .toList();
  }

  List<EventRecord> events(String id) {
    return ledger.read().events().after(id, 0, 10_000);
  }

  List<String> stateEvents(String id) {
    return events(id).stream()
        .filter(event -> event.type() == EventType.STATE)
        .map(event -> Json.tree(event.json()).path("state").asText())
        .toList();
  }

  /** Everything the ledger says about a run. */
  List<Object> everything(String id) {
    return List.of(run(id), ledger.read().steps().all(id), events(id));
  }

  void process(String instance, ProcessIdentity process) {
    ledger.write(
        tables -> {
          tables.instances().remove(instance);
          tables.instances().register(instance, process, InstanceRole.FOREGROUND);
          return instance;
        });
  }

  void sql(String statement) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
        Statement work = connection.createStatement()) {
      work.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  static Task task(Map<String, String> params) {
    return new Task(
        Task.VERSION,
        "publisher",
        "Write about tides",
        params,
        Optional.of("https://example.org/blog.git"),
        Optional.empty(),
        "local",
        Mode.REHEARSAL,
        Confinement.SANDBOX,
        Retention.REMOVE,
        "command-line",
        "ada",
        0,
        Optional.empty(),
        Optional.empty());
  }

  static TaskRequest request(String key) {
    return new TaskRequest(
        "publisher",
        Optional.of("Write about tides"),
        Map.of(),
        Optional.of("https://example.org/blog.git"),
        Optional.empty(),
        "local",
        Mode.REHEARSAL,
        Confinement.SANDBOX,
        Retention.REMOVE,
        "command-line",
        "test",
        key,
        "ada",
        0,
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() {
    workers.forEach(worker -> worker.instance.close());
    ledger.close();
  }
}
