package drover.run;

import drover.ledger.FencedOut;
import drover.ledger.RunRecord;
import drover.run.RunModel.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run and the instances that contend for it: the real beans on a real ledger. */
final class RunWorld implements AutoCloseable {
  private final Floor floor;
  final String id;
  final List<Worker> instances = new ArrayList<>();
  private final Map<Integer, Integer> places = new HashMap<>();
  private final List<Worker> executors = new ArrayList<>();
  private final List<RunExecution> executions = new ArrayList<>();
  private int results;

  RunWorld(Floor floor, String key) {
    this.floor = floor;
    this.id = floor.submit(key);
  }

  /** Begins an instance in a place; the one that was there crashed, and may still write late. */
  void newInstance(int place) {
    places.put(place, instances.size());
    instances.add(new Worker(floor));
  }

  /** The number of the instance that is in a place now. */
  int inPlace(int place) {
    return places.get(place);
  }

  Verdict claim(int instance) {
    Worker worker = instances.get(instance);
    return verdict(
        () -> {
          executions.add(worker.runs.claim(id));
          executors.add(worker);
        });
  }

  /** Begins the next step; a result that is given back must be the one that was recorded. */
  Verdict begin(int which, Optional<String> recorded) {
    RunExecution run = execution(which);
    return verdict(
        () -> {
          Checkpoint step =
              executor(which).checkpoints.begin(run, RunModel.stepAt(run.position() + 1));
          if (!step.recorded().equals(recorded.map(Done::new))) {
            throw new AssertionError(
                "step %d gave back %s instead of %s"
                    .formatted(run.position(), step.recorded(), recorded));
          }
        });
  }

  String nextResult() {
    return "result " + ++results;
  }

  Verdict finish(int which, String result) {
    RunExecution run = execution(which);
    String step = RunModel.stepAt(run.position());
    return verdict(() -> executor(which).checkpoints.finish(run, step, new Done(result)));
  }

  Verdict succeed(int which) {
    return verdict(() -> executor(which).runs.succeed(execution(which), "delivered", "there"));
  }

  Verdict end(int which, RunEnded how) {
    return verdict(() -> executor(which).runs.end(execution(which), how));
  }

  Verdict breakDown(int which) {
    return verdict(
        () -> executor(which).runs.breakDown(execution(which), new RuntimeException("broken")));
  }

  Verdict stop(int which, StopSignal.Reason reason) {
    return verdict(() -> executor(which).runs.stop(execution(which), new RunStopped(reason)));
  }

  Verdict cancel() {
    return verdict(() -> floor.cancellation.cancel(id, Act.of("somebody")));
  }

  Verdict retry(String from) {
    return verdict(
        () ->
            floor.retry.prepare(
                id, from.isEmpty() ? Optional.empty() : Optional.of(from), Act.of("somebody")));
  }

  void beat(int instance) {
    floor.ledger.write(
        tables -> {
          tables.instances().heartbeat(instances.get(instance).instance.id());
          return id;
        });
  }

  /** What the ledger says now. */
  Snapshot look() {
    RunRecord run = floor.run(id);
    long writers = executions.stream().filter(execution -> mayWrite(execution)).distinct().count();
    return new Snapshot(
        run,
        floor.ledger.read().steps().all(id),
        floor.ledger.read().steps().active(id),
        floor.events(id),
        floor.stateEvents(id),
        writers);
  }

  private boolean mayWrite(RunExecution execution) {
    try {
      floor.ledger.read().runs().fenced(execution.claim());
      return true;
    } catch (FencedOut e) {
      return false;
    }
  }

  private Worker executor(int which) {
    return executors.get(executors.size() - 1 - which % executors.size());
  }

  private RunExecution execution(int which) {
    return executions.get(executions.size() - 1 - which % executions.size());
  }

  private static Verdict verdict(Runnable action) {
    try {
      action.run();
      return Verdict.DONE;
    } catch (NotRunnable e) {
      return Verdict.REFUSED;
    } catch (FencedOut e) {
      return Verdict.FENCED;
    }
  }

  @Override
  public void close() {
    instances.forEach(worker -> worker.instance.close());
  }
}
