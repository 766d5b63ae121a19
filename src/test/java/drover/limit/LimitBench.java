package drover.limit;

import drover.config.Configuration;
import drover.config.Settings;
import drover.follow.AgentOutputReader;
import drover.follow.InferredPrices;
import drover.follow.TurnReport;
import drover.intake.Intake;
import drover.intake.JobRules;
import drover.json.Json;
import drover.ledger.EventRecord;
import drover.ledger.EventType;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.ledger.SpendRow;
import drover.ledger.TurnRecord;
import drover.redact.Redactor;
import drover.run.EndWitness;
import drover.run.Instance;
import drover.run.Journal;
import drover.run.LiveRuns;
import drover.run.ManualClock;
import drover.run.Owners;
import drover.run.RunExecution;
import drover.run.Runs;
import drover.runtime.AgentRuntime;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.TaskRequest;
import drover.turn.Assignment;
import drover.turn.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A claimed run, a turn of it without an agent, and a clock that a test turns. */
final class LimitBench implements AutoCloseable {
  static final int MAX_TURNS = 10;

  final ManualClock clock = new ManualClock();
  final Ledger ledger;
  final Runs runs;
  final Limits limits;

  /** Limits that were told to a witness. */
  final List<Limit> hits = new ArrayList<>();

  private final Settings settings;
  private final Journal journal;
  private int turns;

  /**
   * @param yaml what differs from the shipped limits
   */
  LimitBench(Path folder, String yaml) {
    this.settings = settings(folder, yaml);
    this.ledger = Ledger.open(folder);
    this.journal = new Journal(ledger, clock, new Redactor(Map.of()));
    LiveRuns live = new LiveRuns(ledger, clock);
    Duration lease = Duration.ofHours(1);
    Instance instance =
        new Instance(
            ledger,
            clock,
            live,
            Duration.ofSeconds(5),
            lease,
            InstanceRole.FOREGROUND,
            drover.run.DataDirectory.placeOf(folder));
    this.runs =
        new Runs(
            ledger,
            journal,
            clock,
            instance,
            live,
            new Owners(lease),
            folder,
            EndWitness.NONE,
            drover.run.ClaimCheck.NONE);
    this.limits = new Limits(settings, ledger, journal, clock, hits::add);
  }

  private static Settings settings(Path folder, String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("limits.yaml"), yaml);
      return Configuration.load(yaml.isEmpty() ? Optional.empty() : Optional.of(file), Map.of())
          .settings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunExecution run(String key) {
    return run(key, "publisher", Mode.REAL);
  }

  RunExecution run(String key, String job, Mode mode) {
    TaskRequest request =
        new TaskRequest(
            job,
            Optional.of("Write about limits"),
            job.equals("agent") ? Map.of("agent", "researcher") : Map.of(),
            Optional.empty(),
            Optional.empty(),
            "local",
            mode,
            Confinement.NONE,
            Retention.KEEP,
            "cli",
            "test",
            key,
            "ada",
            0,
            Optional.empty(),
            Optional.empty());
    var task = new JobRules(settings).validate(request);
    return runs.claim(new Intake(ledger, journal, clock).record(request, task).run());
  }

  /** The next turn of a run, as if an agent had just been started. */
  Turn begin(RunExecution run) {
    return begin(run, Purpose.IMPLEMENT);
  }

  Turn begin(RunExecution run, Purpose purpose) {
    int number = ++turns;
    TurnRecord record =
        new TurnRecord(
            run.id(),
            run.claim().attempt(),
            number,
            1,
            1,
            purpose.word(),
            "local",
            Optional.empty(),
            "session",
            "turns/" + number + "-1.jsonl",
            0,
            Optional.empty(),
            Optional.empty(),
            clock.now(),
            Optional.empty());
    ledger.write(
        tables -> {
          tables.turns().insert(record);
          return record;
        });
    TurnReport report = new TurnReport(InferredPrices.TABLE);
    return new Turn(this, run, record, report, limits.watch(run, record, work(purpose), report));
  }

  private static Assignment work(Purpose purpose) {
    return new Assignment(
        purpose,
        AgentRuntime.CLAUDE,
        Optional.empty(),
        "sonnet",
        MAX_TURNS,
        "acceptEdits",
        List.of(),
        Path.of("/"),
        "Work",
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** Texts of what was told to people about limits and silence. */
  List<String> told(RunExecution run) {
    return ledger.read().events().after(run.id(), 0, 1_000).stream()
        .filter(event -> event.type() == EventType.LIMIT || event.type() == EventType.NOTICE)
        .map(LimitBench::text)
        .toList();
  }

  private static String text(EventRecord event) {
    return Json.tree(event.json()).path("text").asText();
  }

  @Override
  public void close() {
    ledger.close();
  }

  /** A turn whose agent prints what the test lets it print. */
  record Turn(
      LimitBench bench, RunExecution run, TurnRecord record, TurnReport report, TurnWatch watch) {

    /** One line of output, recorded as the route does it, and the look that follows. */
    Turn prints(String line) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      report
          .add(new AgentOutputReader().read(bytes, 0, bytes.length))
          .ifPresent(
              row ->
                  bench.ledger.write(
                      tables -> {
                        tables
                            .spend()
                            .put(
                                record,
                                new SpendRow(
                                    row.id(),
                                    row.usd(),
                                    bench.clock.now(),
                                    run.task().mode().word()));
                        return row;
                      }));
      watch.look();
      return this;
    }

    /** A model message that costs so much: claude-sonnet-5-5, 10 USD for a million tokens out. */
    Turn spends(double usd) {
      return prints(
          """
          {"type":"assistant","message":{"id":"m%d","model":"claude-sonnet-5-5","content":[],\
          "usage":{"input_tokens":0,"output_tokens":%d}}}"""
              .formatted(report.lines(), Math.round(usd * 100_000)));
    }

    Turn callsTool(String id) {
      return prints(
          """
          {"type":"assistant","message":{"id":"%s","model":"claude-sonnet-5-5","content":[\
          {"type":"tool_use","id":"%s","name":"Bash","input":{}}]}}"""
              .formatted("m" + id, id));
    }

    Turn returnsFrom(String id, String isError) {
      return prints(
          """
          {"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"%s",\
          "content":"x","is_error":%s}]}}"""
              .formatted(id, isError));
    }

    Turn after(Duration duration) {
      bench.clock.advance(duration);
      watch.look();
      return this;
    }

    String end() {
      return watch
          .atTheEnd()
          .map(reading -> reading.outcome().word() + " " + reading.reason())
          .orElse("no limit");
    }
  }
}
