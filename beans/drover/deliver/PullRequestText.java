package drover.deliver;

import drover.config.JobSettings;
import drover.config.JobSettings.PullRequestRule;
import drover.config.Settings;
import drover.github.effect.Draft;
import drover.github.effect.PullRequestDraft;
import drover.json.Json;
import drover.ledger.Ledger;
import drover.ledger.StepRecord;
import drover.policy.Hotspots;
import drover.review.Review;
import drover.run.Journal;
import drover.run.RunExecution;
import drover.verify.Check;
import drover.verify.Verified;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * What the pull request of a run says: what was asked for, how it was judged and what it cost.
 * Everything comes from recorded results, so that a replay says the same.
 */
public final class PullRequestText {
  private final Settings settings;
  private final Hotspots hotspots;
  private final Workspaces workspaces;
  private final Ledger ledger;
  private final Journal journal;

  public PullRequestText(Settings settings, Workspaces workspaces, Ledger ledger, Journal journal) {
    this.settings = settings;
    this.hotspots = new Hotspots(settings.pullRequests().hotspots());
    this.workspaces = workspaces;
    this.ledger = ledger;
    this.journal = journal;
  }

  /**
   * @param subject what it is about, in the words of whoever asked
   */
  public PullRequestDraft write(
      @Variable("run") RunExecution run,
      @Variable("workspace") Workspace workspace,
      @Variable("verify") Verified verified,
      @Variable("subject") String subject) {
    MarkdownText body = new MarkdownText();
    body.paragraph("Made by Drover, job `%s`, run `%s`.".formatted(run.task().job(), run.id()));
    if (run.task().prompt().isBlank()) {
      body.heading("About").item(subject);
    } else {
      body.heading("Prompt").quoted(run.task().prompt());
    }
    body.heading("Branch")
        .item("`%s` from `%s`".formatted(workspace.branch(), workspace.base()))
        .item("commit `%s`, the one that was checked".formatted(verified.commit()));
    reviews(run, body);
    checks(verified, body);
    hotspots(workspace, verified, body);
    body.heading("Cost")
        .item(String.format(Locale.ROOT, "%.2f USD", ledger.read().spend().ofRun(run.id())));
    run.brief().trailers().forEach(body::paragraph);
    return new PullRequestDraft(
        journal.withoutSecrets(PullRequestTitle.of(run.task().job(), subject)),
        journal.withoutSecrets(body.toString()),
        draftOf(run));
  }

  private Draft draftOf(RunExecution run) {
    PullRequestRule rule =
        settings
            .job(run.task().job())
            .map(JobSettings::pullRequestRule)
            .orElse(PullRequestRule.DRAFT);
    return rule == PullRequestRule.READY ? Draft.READY : Draft.DRAFT;
  }

  private void reviews(RunExecution run, MarkdownText body) {
    List<Review> rounds =
        ledger.read().steps().active(run.id()).stream()
            .filter(step -> step.name().equals("review"))
            .map(StepRecord::result)
            .flatMap(Optional::stream)
            .map(json -> Json.convert(Json.tree(json).path("result"), Review.class))
            .toList();
    if (!rounds.isEmpty()) {
      body.heading("Review");
      rounds.forEach(round -> body.item(round.summary()));
    }
  }

  private static void checks(Verified verified, MarkdownText body) {
    body.heading("Checks");
    if (verified.checks().isEmpty()) {
      body.item("none: this job has no verify commands");
    }
    verified.checks().forEach(check -> body.item(check.inWords()));
    verified.checks().stream()
        .map(Check::artifact)
        .flatMap(Optional::stream)
        .map(file -> file.substring(file.lastIndexOf('/') + 1))
        .forEach(
            picture ->
                body.item("screenshot `%s`, kept with the files of the run".formatted(picture)));
  }

  private void hotspots(Workspace workspace, Verified verified, MarkdownText body) {
    List<String> touched =
        hotspots.among(
            workspaces.cleanOf(workspace).changedFiles(workspace.baseSha(), verified.commit()));
    if (!touched.isEmpty()) {
      body.heading("Look here first");
      body.paragraph("Files that many changes meet in; other open work may touch them too:");
      touched.forEach(file -> body.item("`%s`".formatted(file.replace("`", "'"))));
    }
  }
}
