package drover.egress;

import java.net.InetSocketAddress;

/** What becomes of a wish to go somewhere. */
sealed interface Verdict {
  /**
   * @param address the one that was checked; the connection goes there and nowhere else
   */
  record Admitted(InetSocketAddress address) implements Verdict {}

  /**
   * @param why the end of a sentence that began with "because"
   */
  record Refused(String why) implements Verdict {}

  /** Nobody knows the name. */
  record Unknown() implements Verdict {}
}
