package drover.egress;

import java.net.InetSocketAddress;
import java.util.List;

/** What is done with a request. */
sealed interface Decision {
  /**
   * @param addresses to be tried in this order, and no other
   */
  record Go(RequestTarget wanted, Target target, List<InetSocketAddress> addresses)
      implements Decision {
    public Go {
      addresses = List.copyOf(addresses);
    }

    /** The answer when nobody answers at any of the addresses. */
    Turned failed() {
      return Turned.unreachable(target.toString(), "nobody answers there");
    }
  }

  /**
   * It is answered here.
   *
   * @param status of the answer, with its words
   * @param sentence tells the agent what happened and what to do
   */
  record Turned(String status, String sentence) implements Decision {
    private static final String FORBIDDEN = "403 Forbidden";
    private static final String BAD_GATEWAY = "502 Bad Gateway";

    static Turned refused(String wish, String why) {
      return new Turned(
          FORBIDDEN,
          "Drover refused %s because %s; ask the operator of this factory if the work needs it."
              .formatted(wish, why));
    }

    static Turned unreachable(String wish, String why) {
      return new Turned(
          BAD_GATEWAY,
          "Drover could not connect to %s: %s; check the name, or try again later."
              .formatted(wish, why));
    }
  }
}
