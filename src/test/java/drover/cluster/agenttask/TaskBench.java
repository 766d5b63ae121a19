package drover.cluster.agenttask;

import drover.config.Configuration;
import drover.config.Settings;
import drover.intake.Backlog;
import drover.intake.House;
import drover.intake.Intake;
import drover.intake.JobRules;
import drover.intake.Positioned;
import drover.ledger.Claim;
import drover.ledger.Ledger;
import drover.ledger.RunRecord;
import drover.ledger.RunState;
import drover.redact.Redactor;
import drover.run.Cancellation;
import drover.run.Journal;
import drover.run.ManualClock;
import drover.run.Owners;
import drover.task.Mode;
import drover.task.TaskRequest;
import drover.webhook.TaskForm;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The shipped routes between an API server and a real ledger, in a factory in which nobody works.
 */
final class TaskBench implements AutoCloseable {
  private static final String BELL =
      "uri: seda:bell\n            parameters:\n              size: 1\n"
          + "              discardWhenFull: true\n              waitForTaskToComplete: Never";

  private static final String LISTEN =
      "uri: controlbus:route\n                  parameters:\n"
          + "                    routeId: hear-agent-tasks\n                    action: restart";

  final Ledger ledger;
  final ManualClock clock;
  final Journal journal;
  private final KubernetesClient client;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ProducerTemplate routes;

  private TaskBench(Path directory, ApiServer api, ManualClock clock, List<String> still)
      throws Exception {
    this.clock = clock;
    this.client = api.newClient();
    this.ledger = Ledger.open(directory.resolve("data"));
    Redactor redactor = new Redactor(Map.of());
    this.journal = new Journal(ledger, clock, redactor);
    Settings settings =
        Configuration.load(Optional.empty(), Map.of("DROVER_DISPATCH_QUEUE_BOUND", "5")).settings();
    JobRules rules = new JobRules(settings);
    Fleet fleet = new Fleet();
    Cancellation cancellation =
        new Cancellation(
            ledger, journal, clock, new Owners(Duration.ofSeconds(15)), run -> List.of());
    Map.of(
            "kubernetesClient", client,
            "agentTaskObjects",
                new AgentTaskObjects(() -> client, () -> ApiServer.NAMESPACE, fleet),
            "agentTasks",
                new AgentTasks(
                    fleet, ledger, clock, new TaskForm(rules::isJob), cancellation, redactor),
            "backlog", new Backlog(settings.dispatch()),
            "house", new House(Mode.REHEARSAL),
            "jobRules", rules,
            "intake", new Intake(ledger, journal, clock))
        .forEach(camel.getRegistry()::bind);
    camel
        .getPropertiesComponent()
        .addInitialProperty("drover.kubernetes.namespace", ApiServer.NAMESPACE);
    load(
        "triggers/agent-tasks",
        still.size() < 3
            ? Map.of("period: 30000", "period: 200")
            : Map.of(LISTEN, "uri: log:listen?level=OFF"));
    load("accept", Map.of(BELL, "uri: log:rung?level=OFF"));
    for (String route : still) {
      camel.getRouteDefinition(route).autoStartup(false);
    }
    camel.start();
    routes = camel.createProducerTemplate();
  }

  /** One that lists and looks when the test says so, and hears nothing. */
  static TaskBench still(Path directory, ApiServer api, ManualClock clock) {
    return made(
        directory, api, clock, List.of("every-half-minute", "runs-move-on", "on-agent-tasks-bell"));
  }

  /** One that lists when the test says so, hears, and looks when something moves. */
  static TaskBench hearing(Path directory, ApiServer api, ManualClock clock) {
    return made(directory, api, clock, List.of("every-half-minute"));
  }

  /** One that lists often, hears, and looks when something moves. */
  static TaskBench listening(Path directory, ApiServer api, ManualClock clock) {
    return made(directory, api, clock, List.of());
  }

  private static TaskBench made(
      Path directory, ApiServer api, ManualClock clock, List<String> still) {
    try {
      return new TaskBench(directory, api, clock, still);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void load(String name, Map<String, String> changes) throws Exception {
    String text = Files.readString(Path.of("routes", name + ".yaml"));
    for (Map.Entry<String, String> change : changes.entrySet()) {
      if (!text.contains(change.getKey())) {
        throw new AssertionError("routes/%s.yaml has no %s".formatted(name, change.getKey()));
      }
      text = text.replace(change.getKey(), change.getValue());
    }
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(name + ".yaml", text));
  }

  void lookWithoutAList() {
    for (int i = 0; i < 3; i++) {
      routes.sendBody("direct:look-at-agent-tasks", "look");
    }
  }

  /** Another attempt of a run that has ended. */
  void retried(String run) {
    ledger.write(
        tables -> {
          tables.runs().startAttempt(run, 2);
          return run;
        });
  }

  RunRecord run(String id) {
    return ledger.read().runs().find(id).orElseThrow();
  }

  void list() {
    routes.sendBody("direct:list-agent-tasks", "look");
  }

  /** Lists all AgentTasks, and does what there is to do until there is nothing more. */
  void look() {
    list();
    lookWithoutAList();
  }

  List<RunRecord> runs() {
    return ledger.read().runs().list(Optional.empty(), Optional.empty(), 1000);
  }

  RunRecord onlyRun() {
    return runs().getFirst();
  }

  /** A run of another trigger is accepted. */
  String accept(TaskRequest request) {
    return routes.requestBody("direct:accept", request, Positioned.class).accepted().run();
  }

  /** What the run's executor would record. */
  void end(String run, RunState state, String outcome, String reason) {
    ledger.write(
        tables -> {
          tables.runs().end(run, state, outcome, reason, clock.now());
          return run;
        });
  }

  RunRecord claim(String run) {
    return ledger.write(
        tables -> {
          RunRecord seen = tables.runs().find(run).orElseThrow();
          Claim claim = tables.runs().claim(seen, "instance", clock.now()).orElseThrow();
          tables.runs().stage(claim, "turn");
          return tables.runs().find(run).orElseThrow();
        });
  }

  @Override
  public void close() {
    camel.stop();
    client.close();
    ledger.close();
  }
}
