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
import drover.task.Task;
import java.nio.file.Path;
import java.util.List;

/** What evaluations are asked, and what their answers mean, wherever they run. */
public final class Accuracy {
  private static final int LINES_TOLD = 5;

  private final Settings settings;
  private final Artifacts artifacts;
  private final Journal journal;

  public Accuracy(Settings settings, Artifacts artifacts, Journal journal) {
    this.settings = settings;
    this.artifacts = artifacts;
    this.journal = journal;
  }

  /**
   * What is asked of a task's job.
   *
   * @throws RunEnded when it evaluates nothing
   */
  public static EvaluationSettings rulesOf(Settings settings, Task task) {
    return settings
        .job(task.job())
        .flatMap(JobSettings::evaluation)
        .orElseThrow(() -> missing(task));
  }

  /**
   * Its shell line.
   *
   * @throws RunEnded when there is none
   */
  public static String commandOf(Settings settings, Task task) {
    return rulesOf(settings, task).command().orElseThrow(() -> missing(task));
  }

  /** The one argument of that line: the domain is never part of it. */
  public static String argumentOf(Task task) {
    return task.params().getOrDefault("domain", "");
  }

  /**
   * The last line of what it printed, kept as an artifact and told to people.
   *
   * @param commit what was evaluated
   * @throws RunEnded when the evaluation itself failed: that says nothing about the commit
   */
  public Evaluated read(RunExecution run, String commit, int round, CommandResult result) {
    EvaluationSettings rules = rulesOf(settings, run.task());
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

  private static RunEnded missing(Task task) {
    return RunEnded.failed(
        "failed",
        "no-evaluation: drover.jobs.%s.evaluation.command is not configured".formatted(task.job()));
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
