package drover.crash;

import java.util.List;

/** Something that holds after every story, whatever happened in it. */
interface Invariant {
  /** What does not hold, in words. */
  List<String> violations(Aftermath aftermath);
}
