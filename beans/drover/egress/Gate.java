package drover.egress;

import drover.machine.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Decides where a connection may go. The name is resolved here and only here, so that what was
 * checked is what is connected to.
 */
final class Gate {
  static final int HTTP = 80;
  static final int HTTPS = 443;

  private final Reach reach;
  private final Network network;

  Gate(Reach reach, Network network) {
    this.reach = reach;
    this.network = network;
  }

  Verdict admit(Target target) {
    Optional<String> objection = reach.objection(target);
    if (objection.isPresent()) {
      return new Verdict.Refused(objection.get());
    }
    if (!reach.trusts(target) && target.port() != HTTP && target.port() != HTTPS) {
      return new Verdict.Refused("only ports 80 and 443 are open");
    }
    try {
      return admit(target, addresses(target.host()));
    } catch (UnknownHostException e) {
      return new Verdict.Unknown();
    }
  }

  /** One bad address is enough: which of them is taken must not be a matter of luck. */
  private Verdict admit(Target target, List<InetAddress> addresses) {
    if (!reach.trusts(target)) {
      for (InetAddress address : addresses) {
        Optional<String> why = objection(address);
        if (why.isPresent()) {
          return new Verdict.Refused(
              "its address %s is %s, not public".formatted(address.getHostAddress(), why.get()));
        }
      }
    }
    return new Verdict.Admitted(
        addresses.stream().map(address -> new InetSocketAddress(address, target.port())).toList());
  }

  private Optional<String> objection(InetAddress address) {
    return Addresses.whyNotPublic(address)
        .or(() -> network.isOwn(address) ? Optional.of("this machine's own") : Optional.empty());
  }

  private List<InetAddress> addresses(Host host) throws UnknownHostException {
    return switch (host) {
      case Host.Name name -> network.addresses(name.text());
      case Host.Literal literal -> List.of(literal.address().toInetAddress());
    };
  }
}
