package drover.cluster.step;

/**
 * Where the workspace has to stand when a turn begins.
 *
 * @param commit what the branch begins with, or goes back to
 * @param generation changes only when it has to go back
 */
public record StartOfTurn(String commit, String generation) {}
