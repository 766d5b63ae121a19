package drover.factory;

import drover.config.Secrets;
import drover.config.Settings;
import drover.dispatch.Runners;
import drover.github.GithubEvents;
import drover.github.GithubSignature;
import drover.github.PullRequestEvents;
import drover.http.Bearer;
import drover.http.Problems;
import drover.intake.House;
import drover.intake.JobRules;
import drover.knowledge.KnowledgeDocuments;
import drover.ledger.Ledger;
import drover.linear.LinearEvents;
import drover.linear.LinearSignature;
import drover.observe.Metrics;
import drover.presence.Presence;
import drover.redact.Redactor;
import drover.run.Journal;
import drover.schedule.Schedules;
import drover.task.Mode;
import drover.trigger.Refusals;
import drover.webhook.TaskForm;
import drover.webhook.WebhookRequests;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** What a server has beside the parts that carry out runs. */
final class ServerParts {
  private final Settings settings;
  private final Parts parts;
  private final Mode mode;
  private final Secrets secrets;
  private final Bearer bearer;
  private final Problems problems;
  private final Refusals refusals;
  private final GateParts gates;
  private final OperationParts operations;
  private final Ledger ledger;
  private final Journal journal;
  private final FrontDoor frontDoor;
  private final Schedules schedules;
  private final Metrics metrics;
  private final TaskForm form;
  private final AgentTaskParts agentTasks;
  private final UpkeepParts upkeep;

  ServerParts(
      Site site,
      Settings settings,
      Ledger ledger,
      Redactor redactor,
      Parts parts,
      Mode mode,
      Metrics metrics) {
    this.metrics = metrics;
    this.ledger = ledger;
    this.journal = new Journal(ledger, parts.clock(), redactor);
    this.settings = settings;
    this.parts = parts;
    this.mode = mode;
    this.secrets = new Secrets(site.environment(), redactor);
    this.bearer = new Bearer(secrets);
    this.problems = new Problems(redactor);
    this.refusals = new Refusals(redactor);
    this.gates = new GateParts(settings, ledger, parts, mode);
    this.operations = new OperationParts(settings.http(), ledger, redactor, parts);
    this.frontDoor = new FrontDoor(settings.http(), parts.clock());
    this.schedules = new Schedules(settings, ledger, metrics);
    this.form = new TaskForm(new JobRules(settings)::isJob);
    this.agentTasks = new AgentTaskParts(site, settings, ledger, redactor, parts, form);
    this.upkeep =
        new UpkeepParts(
            settings,
            parts.cleanGit(),
            ledger,
            parts.clock(),
            redactor,
            site.dataDirectory(),
            "server");
  }

  Runners runners() {
    return gates.runners();
  }

  FrontDoor frontDoor() {
    return frontDoor;
  }

  /** Opens the stream of events, and sees to it that streams end before the door closes. */
  void stream(CamelContext context) {
    String router = VertxPlatformHttpRouter.getRouterNameFromPort(settings.http().port());
    operations.eventDoor(bearer, problems).open(VertxPlatformHttpRouter.lookup(context, router));
    operations.streams().start();
    frontDoor.onClosing(operations.streams()::close);
  }

  Schedules schedules() {
    return schedules;
  }

  AgentTaskParts agentTasks() {
    return agentTasks;
  }

  /** The beans that routes call, by the names they use; those of {@link Parts} included. */
  Map<String, Object> forRoutes() {
    Map<String, Object> beans = new HashMap<>(parts.forRoutes());
    beans.put("bearer", bearer);
    beans.put("problems", problems);
    beans.put("receipts", agentTasks.receipts());
    beans.putAll(agentTasks.forRoutes());
    beans.put("webhookRequests", new WebhookRequests(form));
    beans.put("linearSignature", new LinearSignature(secrets));
    beans.put("linearEvents", new LinearEvents(settings.linear(), parts.clock()));
    beans.put("githubSignature", new GithubSignature(secrets));
    PullRequestEvents.MadeHere isOurs = url -> ledger.read().pullRequests().madeBy(url).isPresent();
    beans.put("githubEvents", new GithubEvents(settings.github(), form, isOurs::isOurs));
    beans.putAll(parts.github().forListening(settings.github(), isOurs));
    beans.put("knowledgeDocuments", new KnowledgeDocuments());
    beans.put("refusals", refusals);
    beans.put("house", new House(mode));
    beans.put("backlog", gates.backlog());
    beans.putAll(gates.forRoutes());
    beans.putAll(gates.polling().forRoutes(journal));
    beans.putAll(operations.forRoutes());
    beans.put("schedules", schedules);
    beans.put("presence", new Presence(ledger, parts.clock(), parts.instance().id()));
    beans.put("metrics", metrics);
    beans.putAll(upkeep.forRoutes());
    return Map.copyOf(beans);
  }
}
