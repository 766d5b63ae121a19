package drover.ledger;

import drover.json.WireWord;

/** Kinds of {@link Inconsistency}. */
public enum Flaw implements WireWord {
  /** The store itself says that its file is broken. */
  DAMAGED,
  /** A row belongs to a run that is not there. */
  UNKNOWN_RUN,
  /** A word stands where none of the known ones does. */
  UNKNOWN_WORD,
  /** A task cannot be read. */
  UNREADABLE_TASK,
  /** A run is over, and its row does not say when or how; or it is not, and the row says so. */
  HALF_ENDED,
  /** A run is over, or waits, and somebody still counts as its owner or works on it. */
  STILL_OWNED,
  /** A run is executed, and nobody is there who does so. */
  ABANDONED,
  /** A run waits, and nothing says for what. */
  WAITS_FOR_NOTHING,
  /** A run is over, a step of it is not. */
  OPEN_STEP,
  /** A step is done, and what came of it is not recorded. */
  NO_RESULT,
  /** The steps or attempts of a run do not follow one another. */
  STEPS_OUT_OF_ORDER,
  /** A run is over, a turn of it is not. */
  OPEN_TURN,
  /** A turn belongs to no step, or money to no turn. */
  BELONGS_NOWHERE,
  /** Events of a run are missing between two others. */
  EVENT_GAP,
  /** A run is over, and something it was to do outside was never confirmed. */
  OPEN_EFFECT,
  /** Two runs that have not ended work on one branch. */
  TWO_ON_A_BRANCH,
  /** Output of a turn that was read before is not there, or not all of it. */
  MISSING_OUTPUT,
  /** A run may go on, and its files are not there. */
  MISSING_FILES,
  /** There are files of a run that the ledger does not know. */
  STRAY_FILES
}
