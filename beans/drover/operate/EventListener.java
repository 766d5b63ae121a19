package drover.operate;

/** Somebody who follows the events of a run, seen from who reads them. */
public interface EventListener {
  /** Whether more can be taken; not before what was given last has left. */
  boolean isReady();

  /** Whether nobody is there any more. */
  boolean isGone();

  /**
   * To be sent on as it is; returns at once.
   *
   * @param text whole events, or a comment, as a stream of events has them
   */
  void take(String text);

  /** There is nothing more to come. */
  void end();
}
