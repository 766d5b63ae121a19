package drover.cluster.launch;

/** Where the workspace of a run is kept between its pods. */
public sealed interface Storage {

  /**
   * A claim that outlives the pods.
   *
   * @param claim name of the PersistentVolumeClaim
   * @param folder in the volume, relative; empty: the volume is the run's own
   */
  record Claim(String claim, String folder) implements Storage {}

  /** Nothing is kept: for who only reads. */
  record PodOnly() implements Storage {}
}
