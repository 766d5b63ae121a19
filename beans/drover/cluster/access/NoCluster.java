package drover.cluster.access;

/** There is no cluster to go to. The message says what to do. */
public final class NoCluster extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoCluster(String message) {
    super(message);
  }
}
