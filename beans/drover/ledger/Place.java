package drover.ledger;

/**
 * A data directory. Whoever reaches the same one, on whatever machine, is in the same place.
 *
 * @param host that serves there, or did last
 * @param path of the directory on that host
 */
public record Place(String id, String host, String path) {

  /** For people. */
  public String text() {
    return path + " on " + host;
  }
}
