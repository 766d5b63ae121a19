package drover.factory;

import drover.config.Settings;
import drover.ledger.Ledger;
import drover.policy.Policy;
import drover.policy.SecretRules;
import drover.progress.Guardrails;
import drover.progress.Narrator;
import drover.redact.Redactor;
import drover.report.Artifacts;
import drover.report.Reports;
import drover.review.Resets;
import drover.review.Reviews;
import drover.run.Journal;
import drover.triage.Issues;
import drover.turn.Assignments;
import drover.turn.Texts;
import drover.turn.Turns;
import drover.workspace.Git;
import drover.workspace.ReadOnlyWorkspaces;
import drover.workspace.Repositories;
import drover.workspace.Workspaces;
import java.nio.file.Path;
import java.util.Map;

/** The parts that do the work of steps. */
final class JobParts {
  private final Settings settings;
  private final Ledger ledger;
  private final Journal journal;
  private final Path dataDirectory;
  private final Repositories repositories;
  private final Git cleanGit;
  private final Workspaces workspaces;
  private final AgentParts agents;

  JobParts(
      Settings settings,
      Ledger ledger,
      Journal journal,
      Path dataDirectory,
      Repositories repositories,
      Git cleanGit,
      Workspaces workspaces,
      AgentParts agents) {
    this.settings = settings;
    this.ledger = ledger;
    this.journal = journal;
    this.dataDirectory = dataDirectory;
    this.repositories = repositories;
    this.cleanGit = cleanGit;
    this.workspaces = workspaces;
    this.agents = agents;
  }

  /**
   * @throws drover.config.ConfigurationException when the rules for secrets cannot be used
   */
  static Policy policy(
      Site site, Settings settings, Redactor redactor, Workspaces workspaces, Journal journal) {
    Path here = site.currentDirectory().orElse(Path.of(""));
    SecretRules rules = SecretRules.load(settings.policy().secretRules().map(here::resolve));
    return new Policy(settings, rules, redactor, workspaces, journal);
  }

  Map<String, Object> forRoutes() {
    Texts texts = new Texts();
    Artifacts artifacts = new Artifacts(journal);
    return Map.ofEntries(
        Map.entry("assignments", new Assignments(settings, texts)),
        Map.entry("turns", new Turns(workspaces, ledger)),
        Map.entry("narrator", new Narrator()),
        Map.entry("guardrails", new Guardrails()),
        Map.entry("verification", agents.verification(workspaces)),
        Map.entry("toolchain", agents.toolchain(workspaces)),
        Map.entry("reviews", new Reviews(settings.review(), texts, workspaces, journal)),
        Map.entry("resets", new Resets(workspaces, ledger)),
        Map.entry(
            "readOnlyWorkspaces",
            new ReadOnlyWorkspaces(repositories, cleanGit, ledger, dataDirectory)),
        Map.entry("reports", new Reports(ledger, artifacts)),
        Map.entry("issues", new Issues(settings, ledger, journal, artifacts)),
        Map.entry("evaluation", agents.evaluation(workspaces, artifacts)));
  }
}
