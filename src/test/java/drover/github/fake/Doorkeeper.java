package drover.github.fake;

/** Stands at the door of the fake, where every request and its answer comes by. */
public interface Doorkeeper {
  Doorkeeper NONE = new Doorkeeper() {};

  /**
   * Nothing is done yet.
   *
   * @param number of the request, counted from 0 as {@link Fault.Planned} does
   * @param request method, path and query
   * @return whether it comes in; else the connection ends and nothing is done
   */
  default boolean letsIn(int number, String request) {
    return true;
  }

  /**
   * What was asked is done.
   *
   * @return whether it is answered; else the connection ends
   */
  default boolean letsOut(int number, String request) {
    return true;
  }
}
