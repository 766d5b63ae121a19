package drover.run;

/** How a job route says that a run is over before its last step. */
public final class Endings {
  /**
   * @param code word in front of the reason's colon
   * @throws RunEnded always
   */
  public void fail(String outcome, String code, String sentence) {
    throw RunEnded.failed(outcome, code + ": " + sentence);
  }

  /**
   * What was pushed stays as it is, for a person to look at.
   *
   * @param reason a code, a colon and a sentence
   * @throws RunEnded always
   */
  public void freeze(String outcome, String reason) {
    throw RunEnded.frozen(outcome, reason);
  }

  /**
   * The run ends as it was about to.
   *
   * @param failure around the end
   */
  public void again(Throwable failure) {
    throw Causes.find(failure, RunEnded.class);
  }

  /** A turn ended otherwise than well; its reason says why. */
  public void failTurn(String outcome, String reason) {
    throw RunEnded.failed(outcome, reason);
  }
}
