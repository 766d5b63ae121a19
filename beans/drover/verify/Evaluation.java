package drover.verify;

import drover.config.EvaluationSettings;
import drover.config.JobSettings;
import drover.config.Settings;
import drover.ledger.EventType;
import drover.machine.CommandResult;
import drover.machine.CommandRunner;
import drover.report.Artifacts;
import drover.run.Journal;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.sandbox.Enclosure;
import drover.task.Task;
import drover.workspace.Workspace;
import drover.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures how good a commit is, with the evaluation of its own repository: like a check on a clean
 * checkout, confined and without credentials, but with a number as its answer.
 */
public final class Evaluation {
  private static final int LINES_TOLD = 5;

  private final Settings settings;
  private final Workspaces workspaces;
  private final CheckRunner runner;
  private final Artifacts artifacts;
  private final Journal journal;

  public Evaluation(
      Settings settings,
      Workspaces workspaces,
      CheckRunner runner,
      Artifacts artifacts,
      Journal journal) {
    this.settings = settings;
    this.workspaces = workspaces;
    this.runner = runner;
    this.artifacts = artifacts;
    this.journal = journal;
  }

  /**
   * Work of the step {@code evaluate}.
   *
   * @param commit what is evaluated
   * @throws RunEnded when the evaluation itself fails: that says nothing about the commit
   */
  public Evaluated evaluate(RunExecution run, Workspace workspace, String commit, int round) {
    EvaluationSettings rules = rulesOf(run.task());
    String command = rules.command().orElseThrow(() -> missing(run.task()));
    Path checkout = run.directory().resolve("evaluation");
    workspaces.cleanOf(workspace).checkOut(commit, checkout);
    CommandResult result = run(run, command, rules, checkout);
    AccuracyReport report =
        AccuracyReport.lastLineOf(result.output())
            .filter(read -> result.succeeded())
            .orElseThrow(() -> failed(rules, result));
    Path file = artifacts.write(run, "accuracy.json", report.document() + "\n");
    Evaluated evaluated =
        new Evaluated(
            round,
            commit,
            report.accuracy(),
            rules.target(),
            report.cases(),
            report.failed(),
            file.toString());
    journal.tell(run.claim(), EventType.VERIFY, "evaluation, " + evaluated.summary());
    return evaluated;
  }

  private EvaluationSettings rulesOf(Task task) {
    return settings
        .job(task.job())
        .flatMap(JobSettings::evaluation)
        .orElseThrow(() -> missing(task));
  }

  private static RunEnded missing(Task task) {
    return RunEnded.failed(
        "failed",
        "no-evaluation: drover.jobs.%s.evaluation.command is not configured".formatted(task.job()));
  }

  /** The domain is an argument, never part of the line. */
  private CommandResult run(
      RunExecution run, String command, EvaluationSettings rules, Path checkout) {
    String domain = run.task().params().getOrDefault("domain", "");
    List<String> argv = List.of("/bin/sh", "-c", command, "evaluate", domain);
    try {
      CommandResult result =
          runner.run(run, Enclosure.around(checkout), rules.timeout(), cell -> argv);
      runner.tidy(run);
      return result;
    } catch (IOException e) {
      throw RunEnded.failed("failed", "no-shell: /bin/sh cannot be started: " + e.getMessage());
    }
  }

  private static RunEnded failed(EvaluationSettings rules, CommandResult result) {
    String how =
        result.exitCode() == CommandRunner.TIMED_OUT
            ? "was not done after " + rules.timeout().toSeconds() + " s"
            : result.succeeded()
                ? "printed no JSON object with accuracy, 0 to 1, as its last line"
                : "ended with status " + result.exitCode();
    List<String> lines =
        result.output().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size());
    return RunEnded.failed(
        "failed",
        "evaluation-failed: the command of drover.jobs.<job>.evaluation %s%s"
            .formatted(how, last.isEmpty() ? "" : ": " + String.join("; ", last)));
  }
}
