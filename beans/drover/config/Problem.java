package drover.config;

/** One thing that is wrong, as the one line shown to the operator. */
record Problem(Origin origin, String message) {

  /** Names and values come from files: what would break the line or drive a terminal is dropped. */
  Problem {
    message = message.replaceAll("\\p{Cntrl}+", " ");
  }

  /** A problem with the value of a key. */
  static Problem with(Origin origin, KeyPath key, String complaint) {
    return new Problem(origin, origin.subject(key) + " " + complaint);
  }
}
