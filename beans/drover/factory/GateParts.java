package drover.factory;

import drover.config.Settings;
import drover.dispatch.AdmissionGates;
import drover.dispatch.Explanations;
import drover.dispatch.Readiness;
import drover.dispatch.Runners;
import drover.dispatch.WorkQueue;
import drover.intake.Backlog;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.run.Whereabouts;
import drover.task.Mode;
import drover.task.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The gates of admission, and what is looked at there. */
final class GateParts {
  private final Settings settings;
  private final Ledger ledger;
  private final Parts parts;
  private final Mode mode;
  private final Backlog backlog;
  private final Runners runners;
  private final PollParts polling;

  GateParts(Settings settings, Ledger ledger, Parts parts, Mode mode) {
    this.settings = settings;
    this.ledger = ledger;
    this.parts = parts;
    this.mode = mode;
    this.backlog = new Backlog(settings.dispatch());
    this.runners = new Runners(parts.clock());
    this.polling = parts.github().polling(settings, ledger, parts.clock());
  }

  Backlog backlog() {
    return backlog;
  }

  Runners runners() {
    return runners;
  }

  Map<String, Object> forRoutes() {
    Readiness readiness = parts.readiness();
    WorkQueue workQueue =
        new WorkQueue(
            settings,
            ledger,
            parts.clock(),
            parts.killSwitch(),
            parts.instance(),
            runners,
            backlog,
            readiness,
            mode);
    Whereabouts whereabouts = parts.whereabouts();
    Map<String, Object> beans = new HashMap<>();
    beans.put("whereabouts", whereabouts);
    beans.put("workQueue", workQueue);
    beans.put(
        "admissionGates",
        new AdmissionGates(
            settings, parts.limits(), parts.capacity(), readiness, whereabouts, this::taskOf));
    beans.put("explanations", new Explanations());
    beans.putAll(polling.gates(parts.killSwitch(), mode));
    return beans;
  }

  private Optional<Task> taskOf(OpenRun run) {
    return ledger
        .read()
        .runs()
        .find(run.id())
        .map(record -> Json.read(record.taskJson(), Task.class));
  }

  PollParts polling() {
    return polling;
  }
}
