package drover.cluster.step;

import drover.run.RunExecution;
import drover.workspace.Workspace;

/**
 * Where the workspace has to stand when a turn begins.
 *
 * @param commit what the branch begins with, or goes back to
 * @param generation changes only when it has to go back
 */
public record StartOfTurn(String commit, String generation) {

  /** Of a workspace that nobody has worked in. */
  static StartOfTurn atBase(RunExecution run, Workspace workspace) {
    return new StartOfTurn(workspace.baseSha(), run.claim().attempt() + ".0");
  }
}
