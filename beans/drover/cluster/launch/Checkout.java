package drover.cluster.launch;

/** What a pod finds as its working directory. */
public sealed interface Checkout {

  /**
   * The run's workspace on its volume, cloned by the first pod that needs it and kept by the later
   * ones.
   *
   * @param commit where the branch begins
   * @param base name of what that is
   * @param branch the branch of the run; empty: none, all is only read
   * @param identity name of who commits
   */
  record Workspace(Source source, String commit, String base, String branch, String identity)
      implements Checkout {}

  /**
   * A working tree of one commit of that workspace, of which nothing stays.
   *
   * @param base name of what the branch begins with, so that it can be compared
   * @param baseCommit its commit
   */
  record Clean(String commit, String base, String baseCommit) implements Checkout {}
}
