package drover.ticket;

import drover.config.Configuration;
import drover.config.LinearSettings;
import drover.config.Secrets;
import drover.config.Settings;
import drover.ledger.Claim;
import drover.ledger.Ledger;
import drover.ledger.NewRun;
import drover.linear.StoppedClock;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.run.RunExecution;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.RunId;
import drover.task.Task;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A claimed run about a ticket, and the beans that ask Linear. */
final class TicketBench implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  final FakeLinear linear = FakeLinear.start();
  final Ledger ledger;
  final Journal journal;
  final RunExecution run;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> overrides = new HashMap<>();
  private final Clock clock = new StoppedClock(NOW);

  TicketBench(Path folder, Mode mode, String ticket) {
    environment.put(LinearApi.KEY, FakeLinear.KEY);
    overrides.put("DROVER_LINEAR_API_URL", linear.url());
    ledger = Ledger.open(folder);
    journal = new Journal(ledger, clock, new Redactor(Map.of()));
    run = new RunExecution(claim(), task(mode, ticket), NOW, folder);
  }

  static TicketBench about(Path folder, String ticket) {
    return new TicketBench(folder, Mode.REAL, ticket);
  }

  TicketBench withKey(String key) {
    environment.put(LinearApi.KEY, key);
    return this;
  }

  TicketBench withoutKey() {
    environment.remove(LinearApi.KEY);
    return this;
  }

  TicketBench with(String name, String value) {
    overrides.put(name, value);
    return this;
  }

  Settings settings() {
    return Configuration.load(Optional.empty(), overrides).settings();
  }

  LinearApi api() {
    LinearSettings settings = settings().linear();
    return new LinearApi(settings, new Secrets(environment, new Redactor(Map.of())), clock);
  }

  TicketReading reading() {
    Path sample = Path.of("runtime-image/rehearsal/sample-ticket.json");
    return new TicketReading(api(), settings(), sample, journal);
  }

  Clock clock() {
    return clock;
  }

  /** What people are told in the run. */
  List<String> notices() {
    return ledger.read().events().after(run.id(), 0, 100).stream()
        .map(event -> event.json())
        .toList();
  }

  private Claim claim() {
    String id = RunId.of("cli", "key");
    return ledger.write(
        tables -> {
          tables
              .runs()
              .insert(
                  new NewRun(
                      id,
                      "cli",
                      "key",
                      "",
                      "{}",
                      "solve-linear-ticket",
                      Optional.empty(),
                      "real",
                      "claude",
                      0,
                      NOW));
          return tables.runs().claim(tables.runs().find(id).orElseThrow(), "me", NOW).orElseThrow();
        });
  }

  private static Task task(Mode mode, String ticket) {
    return new Task(
        Task.VERSION,
        "solve-linear-ticket",
        "",
        Map.of("ticket", ticket),
        Optional.empty(),
        Optional.empty(),
        "local",
        mode,
        Confinement.SANDBOX,
        Retention.REMOVE,
        "cli",
        "ada",
        0,
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() {
    linear.close();
    ledger.close();
  }
}
