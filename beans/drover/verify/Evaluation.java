package drover.verify;

import drover.config.Settings;
import drover.machine.CommandResult;
import drover.run.RunEnded;
import drover.run.RunExecution;
import drover.sandbox.Enclosure;
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
  private final Settings settings;
  private final Workspaces workspaces;
  private final CheckRunner runner;
  private final Accuracy accuracy;

  public Evaluation(
      Settings settings, Workspaces workspaces, CheckRunner runner, Accuracy accuracy) {
    this.settings = settings;
    this.workspaces = workspaces;
    this.runner = runner;
    this.accuracy = accuracy;
  }

  /**
   * Work of the step {@code evaluate}.
   *
   * @param commit what is evaluated
   * @throws RunEnded when the evaluation itself fails: that says nothing about the commit
   */
  public Evaluated evaluate(RunExecution run, Workspace workspace, String commit, int round) {
    String command = Accuracy.commandOf(settings, run.task());
    Path checkout = run.directory().resolve("evaluation");
    workspaces.cleanOf(workspace).checkOut(commit, checkout);
    return accuracy.read(run, commit, round, run(run, command, checkout));
  }

  private CommandResult run(RunExecution run, String command, Path checkout) {
    List<String> argv =
        List.of("/bin/sh", "-c", command, "evaluate", Accuracy.argumentOf(run.task()));
    try {
      CommandResult result =
          runner.run(
              run,
              Enclosure.around(checkout),
              Accuracy.rulesOf(settings, run.task()).timeout(),
              cell -> argv);
      runner.tidy(run);
      return result;
    } catch (IOException e) {
      throw RunEnded.failed("failed", "no-shell: /bin/sh cannot be started: " + e.getMessage());
    }
  }
}
