package drover.factory;

import drover.config.Secrets;
import drover.config.Settings;
import drover.dispatch.AdmissionGates;
import drover.dispatch.Readiness;
import drover.dispatch.Runners;
import drover.dispatch.WorkQueue;
import drover.github.GithubEvents;
import drover.github.GithubSignature;
import drover.http.Bearer;
import drover.http.Problems;
import drover.http.Receipts;
import drover.intake.Backlog;
import drover.intake.House;
import drover.intake.JobRules;
import drover.knowledge.KnowledgeDocuments;
import drover.ledger.Ledger;
import drover.linear.LinearEvents;
import drover.linear.LinearSignature;
import drover.observe.Metrics;
import drover.redact.Redactor;
import drover.schedule.Schedules;
import drover.task.Mode;
import drover.trigger.Refusals;
import drover.webhook.TaskForm;
import drover.webhook.WebhookRequests;
import java.util.HashMap;
import java.util.Map;

/** What a server has beside the parts that carry out runs. */
final class ServerParts {
  private final Site site;
  private final Settings settings;
  private final Ledger ledger;
  private final Redactor redactor;
  private final Parts parts;
  private final Mode mode;
  private final Backlog backlog;
  private final Runners runners;
  private final FrontDoor frontDoor;
  private final Schedules schedules;
  private final Metrics metrics;

  ServerParts(
      Site site,
      Settings settings,
      Ledger ledger,
      Redactor redactor,
      Parts parts,
      Mode mode,
      Metrics metrics) {
    this.metrics = metrics;
    this.site = site;
    this.settings = settings;
    this.ledger = ledger;
    this.redactor = redactor;
    this.parts = parts;
    this.mode = mode;
    this.backlog = new Backlog(settings.dispatch());
    this.runners = new Runners(parts.clock());
    this.frontDoor = new FrontDoor(settings.http(), parts.clock());
    this.schedules = new Schedules(settings, ledger, metrics);
  }

  Runners runners() {
    return runners;
  }

  FrontDoor frontDoor() {
    return frontDoor;
  }

  Schedules schedules() {
    return schedules;
  }

  /** The beans that routes call, by the names they use; those of {@link Parts} included. */
  Map<String, Object> forRoutes() {
    Map<String, Object> beans = new HashMap<>(parts.forRoutes());
    Secrets secrets = new Secrets(site.environment(), redactor);
    Readiness readiness = parts.readiness();
    beans.put("bearer", new Bearer(secrets));
    beans.put("problems", new Problems(redactor));
    beans.put("receipts", new Receipts());
    TaskForm form = new TaskForm(new JobRules(settings)::isJob);
    beans.put("webhookRequests", new WebhookRequests(form));
    beans.put("linearSignature", new LinearSignature(secrets));
    beans.put("linearEvents", new LinearEvents(settings.linear(), parts.clock()));
    beans.put("githubSignature", new GithubSignature(secrets));
    beans.put("githubEvents", new GithubEvents(settings.github(), form));
    beans.put("knowledgeDocuments", new KnowledgeDocuments());
    beans.put("refusals", new Refusals(redactor));
    beans.put("house", new House(mode));
    beans.put("backlog", backlog);
    beans.put("schedules", schedules);
    beans.put("metrics", metrics);
    beans.put(
        "workQueue",
        new WorkQueue(
            settings,
            ledger,
            parts.clock(),
            parts.killSwitch(),
            parts.instance(),
            runners,
            backlog,
            readiness,
            mode));
    beans.put(
        "admissionGates",
        new AdmissionGates(settings, parts.limits(), parts.capacity(), readiness));
    return Map.copyOf(beans);
  }
}
