package drover.cluster.launch;

/** What a pod finds as its working directory. */
public sealed interface Checkout {

  /**
   * The run's workspace on its volume, cloned by the first pod that needs it and kept by the later
   * ones.
   *
   * @param commit where the branch begins, or goes back to
   * @param base name of what the run starts from
   * @param baseCommit its commit
   * @param generation grows when the workspace has to go back to a commit; what it has from an
   *     earlier one is left behind
   * @param branch the branch of the run; empty: none, all is only read
   * @param identity name of who commits
   */
  record Workspace(
      Source source,
      String commit,
      String base,
      String baseCommit,
      String generation,
      String branch,
      String identity)
      implements Checkout {}

  /**
   * A working tree of one commit of that workspace, of which nothing stays.
   *
   * @param base name of what the branch begins with, so that it can be compared
   * @param baseCommit its commit
   */
  record Clean(String commit, String base, String baseCommit) implements Checkout {}
}
