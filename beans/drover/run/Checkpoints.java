package drover.run;

import drover.json.Json;
import drover.ledger.EventType;
import drover.ledger.Ledger;
import drover.ledger.StepRecord;
import drover.ledger.StepState;
import drover.machine.Clock;
import drover.redact.Redactor;
import java.util.Map;
import java.util.Optional;

/**
 * Makes steps durable: a step that is recorded as finished gives back its result and is not done
 * again; one that was begun is entered once more, and its work finds what is already there.
 */
public final class Checkpoints {
  private static final int VERSION = 1;

  private final Ledger ledger;
  private final Journal journal;
  private final Clock clock;
  private final Redactor redactor;
  private final Map<String, Class<? extends StepResult>> results;

  /**
   * @param results type of the result of every step, by the step's name
   */
  public Checkpoints(
      Ledger ledger,
      Journal journal,
      Clock clock,
      Redactor redactor,
      Map<String, Class<? extends StepResult>> results) {
    this.ledger = ledger;
    this.journal = journal;
    this.clock = clock;
    this.redactor = redactor;
    this.results = Map.copyOf(results);
  }

  /**
   * The route asks for its next step.
   *
   * @throws RunEnded when another step is recorded in this place
   * @throws RunStopped when the run has to stop; nothing has begun then
   */
  public Checkpoint begin(RunExecution run, String name) {
    run.stop().check();
    int seq = run.advance();
    int ordinal = run.countCall(name);
    return ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          Optional<StepRecord> known = tables.steps().active(run.id(), seq);
          if (known.isEmpty()) {
            tables.steps().begin(run.claim(), seq, name, ordinal, clock.now());
            tables.runs().stage(run.claim(), name);
            journal.append(
                tables, run.id(), EventType.STEP, name, details(name, ordinal, StepState.RUNNING));
            return new Checkpoint(Optional.empty());
          }
          if (!known.get().name().equals(name)) {
            throw RouteChanged.instead(known.get(), name);
          }
          return new Checkpoint(known.get().result().map(json -> read(name, json)));
        });
  }

  /**
   * The work of the step is done.
   *
   * @return what is recorded: the route goes on with the same as after a crash, without secrets
   */
  public StepResult finish(RunExecution run, String name, StepResult result) {
    String json = redactor.redact(Json.write(Map.of("version", VERSION, "result", result)));
    ledger.write(
        tables -> {
          tables.runs().fenced(run.claim());
          tables.steps().finish(run.id(), run.position(), json, clock.now());
          int ordinal =
              tables.steps().active(run.id(), run.position()).map(StepRecord::ordinal).orElse(1);
          journal.append(
              tables,
              run.id(),
              EventType.STEP,
              name + ": " + result.summary(),
              Map.of(
                  "name",
                  name,
                  "ordinal",
                  ordinal,
                  "state",
                  StepState.FINISHED,
                  "pleases",
                  result.pleases()));
          return result;
        });
    return read(name, json);
  }

  /**
   * The route has come to its end.
   *
   * @throws RunEnded when more steps are recorded than it asked for
   */
  public void requireEveryStep(RunExecution run) {
    ledger.read().steps().active(run.id()).stream()
        .filter(step -> step.seq() > run.position())
        .findFirst()
        .ifPresent(
            step -> {
              throw RouteChanged.shorter(step);
            });
  }

  private StepResult read(String name, String json) {
    Class<? extends StepResult> type = results.get(name);
    if (type == null) {
      throw new IllegalStateException("step " + name + " has no result type");
    }
    return Json.convert(Json.tree(json).path("result"), type);
  }

  private static Map<String, ?> details(String name, int ordinal, StepState state) {
    return Map.of("name", name, "ordinal", ordinal, "state", state);
  }
}
