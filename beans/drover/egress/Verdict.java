package drover.egress;

import java.net.InetSocketAddress;
import java.util.List;

/** What becomes of a wish to go somewhere. */
sealed interface Verdict {
  /**
   * @param addresses those that were checked; a connection goes to one of them and nowhere else
   */
  record Admitted(List<InetSocketAddress> addresses) implements Verdict {
    public Admitted {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * @param why the end of a sentence that began with "because"
   */
  record Refused(String why) implements Verdict {}

  /** Nobody knows the name. */
  record Unknown() implements Verdict {}
}
