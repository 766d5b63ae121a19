package drover.turn;

import drover.json.WireWord;

/** Why a turn happens. */
public enum Purpose implements WireWord {
  IMPLEMENT,
  /** A question is looked into, and nothing changed. */
  LOOK,
  /** The checks did not pass. */
  REPAIR,
  REVIEW,
  /** The review's answer did not fit its schema. */
  REVIEW_AGAIN,
  /** The evaluation was not good enough. */
  IMPROVE,
  /** The review found something. */
  FIX,
  /** CI of what was pushed is red. */
  FIX_FORWARD,
  /** A person told the agent what else to do, or answered what it asked. */
  HEED;

  public boolean isReview() {
    return this == REVIEW || this == REVIEW_AGAIN;
  }

  /** Home directory in the run's: whoever works could leave settings in it for whoever judges. */
  public String home() {
    return isReview() ? "review-home" : "home";
  }
}
