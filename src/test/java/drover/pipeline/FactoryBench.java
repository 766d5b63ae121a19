package drover.pipeline;

import drover.config.Configuration;
import drover.factory.Factory;
import drover.factory.Site;
import drover.factory.StepResults;
import drover.ledger.EventRecord;
import drover.ledger.RunRecord;
import drover.ledger.TurnRecord;
import drover.task.Confinement;
import drover.task.Mode;
import drover.task.Retention;
import drover.task.RunId;
import drover.task.TaskRequest;
import drover.view.RunDocument;
import drover.view.RunDocuments;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A factory with a data directory of its own, in an environment that a test has chosen. */
final class FactoryBench implements AutoCloseable {
  static final String TOKEN = "sk-ant-oat01-fake-token-of-the-pipeline-tests";
  private static final String KEY = "request-1";

  private final Path data;
  private final Map<String, String> environment = new HashMap<>();
  private Optional<Factory> running = Optional.empty();

  FactoryBench(Path folder) {
    this.data = folder.resolve("data");
    environment.put("PATH", System.getenv("PATH"));
    environment.put("DROVER_HOME", data.toString());
    environment.put("DROVER_TURN_POLL_MS", "10");
    environment.put("DROVER_VERIFY_BROWSER", "/nonexistent/browser");
  }

  FactoryBench with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  Path data() {
    return data;
  }

  /** Known before the run exists. */
  String runId() {
    return RunId.of("test", KEY);
  }

  Path runDirectory() {
    return data.resolve("runs").resolve(runId());
  }

  Path workspace() {
    return runDirectory().resolve("workspace");
  }

  Factory factory() {
    if (running.isEmpty()) {
      Site site = new Site(environment(), data, Blog.INSTALLATION, Optional.empty());
      running =
          Optional.of(
              Factory.start(site, Configuration.load(site.configurationFile(), environment())));
    }
    return running.get();
  }

  /** Accepts a task and executes it to its end. */
  RunDocument run(TaskRequest request) {
    String run = factory().accept(request).run();
    factory().execute(run);
    return document();
  }

  /** Executes the run once more, as when what it waited for has come. */
  RunDocument goOn() {
    factory().execute(runId());
    return document();
  }

  RunDocument document() {
    return documentOf(runId());
  }

  RunDocument documentOf(String run) {
    return new RunDocuments(factory().ledger(), StepResults.TYPES)
        .of(factory().ledger().read().runs().find(run).orElseThrow());
  }

  RunRecord record() {
    return factory().ledger().read().runs().find(runId()).orElseThrow();
  }

  List<TurnRecord> turns() {
    return factory().ledger().read().turns().all(runId());
  }

  List<EventRecord> events() {
    return eventsOf(runId());
  }

  List<EventRecord> eventsOf(String run) {
    return factory().ledger().read().events().after(run, 0, 10_000);
  }

  /** A task for a model, unconfined, on the given repository. */
  static TaskRequest task(String job, String prompt, Map<String, String> params, Blog blog) {
    return task(job, prompt, params, blog, Mode.REAL);
  }

  static TaskRequest rehearsal(String prompt, Blog blog) {
    return task("publisher", prompt, Map.of(), blog, Mode.REHEARSAL);
  }

  static TaskRequest task(
      String job, String prompt, Map<String, String> params, Blog blog, Confinement confinement) {
    return task(job, prompt, params, blog, Mode.REAL, confinement);
  }

  static TaskRequest task(
      String job, String prompt, Map<String, String> params, Blog blog, Mode mode) {
    return task(job, prompt, params, blog, mode, Confinement.NONE);
  }

  private static TaskRequest task(
      String job,
      String prompt,
      Map<String, String> params,
      Blog blog,
      Mode mode,
      Confinement confinement) {
    return new TaskRequest(
        job,
        Optional.of(prompt),
        params,
        Optional.of(blog.directory().toString()),
        Optional.empty(),
        "local",
        mode,
        confinement,
        Retention.KEEP,
        "cli",
        "test",
        KEY,
        "tester",
        0,
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() {
    running.ifPresent(Factory::close);
    running = Optional.empty();
  }
}
